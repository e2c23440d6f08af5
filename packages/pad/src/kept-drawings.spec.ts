import { describe, expect, it } from '@jest/globals';
import { keptDrawings, ownerOf, type KeptDrawing } from './kept-drawings.js';
import type { KeptRows } from './kept-rows.js';

type Row = KeptDrawing & { readonly owner: string };

/** A browser's table that takes its time, as a disk does. */
function table() {
  const found = new Map<string, Row>();
  const later = () => new Promise((resolve) => setImmediate(resolve));
  const rows: KeptRows<Row> = {
    async all() {
      await later();
      return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async put(row) {
      await later();
      found.set(row.id, row);
    },
    remove: async (id) => void found.delete(id),
  };
  return { rows, found };
}

const drawing = (id: string, label = '7', keptMs = Date.now()): KeptDrawing => ({
  ...{ id, label, keptMs, ink: { strokes: [[[0, 0]]] }, predictionId: undefined },
});

describe('drawings that are kept', () => {
  it('are their owner’s alone, in the order of their ids', async () => {
    const { rows } = table();
    const [mine, others] = [keptDrawings('a', rows), keptDrawings('b', rows)];
    await mine.put(drawing('2'));
    await mine.put(drawing('1'));
    await others.put(drawing('3'));
    expect((await mine.all()).map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('are gone when they are taken back, however soon', async () => {
    const { rows, found } = table();
    const kept = keptDrawings('a', rows);
    void kept.put(drawing('1'));
    await kept.remove('1');
    expect(found.size).toBe(0);
  });

  it('are at most 200, each of which may get another label', async () => {
    const { rows, found } = table();
    const kept = keptDrawings('a', rows);
    for (let id = 0; id < 200; id++) await kept.put(drawing(String(id)));
    await kept.put(drawing('200'));
    await kept.put(drawing('7', '8'));
    expect(found.size).toBe(200);
    expect(found.get('7')?.label).toBe('8');
  });

  it('go after 30 days, whoever looks', async () => {
    const { rows, found } = table();
    const day = 24 * 60 * 60 * 1000;
    found.set('1', { ...drawing('1', '7', Date.now() - 31 * day), owner: 'b' });
    found.set('2', { ...drawing('2', '7', Date.now() - 29 * day), owner: 'a' });
    expect((await keptDrawings('a', rows).all()).map(({ id }) => id)).toEqual(['2']);
    expect([...found.keys()]).toEqual(['2']);
  });

  it('are none where the browser keeps nothing', async () => {
    const refuse = () => Promise.reject(new Error('No.'));
    const kept = keptDrawings('a', { all: refuse, put: refuse, remove: refuse });
    await kept.put(drawing('1'));
    await kept.remove('1');
    expect(await kept.all()).toEqual([]);
  });
});

describe('ownerOf', () => {
  it('should tell servers and keys apart without telling the key', () => {
    const owners = [
      ownerOf('https://ink.example/', 'ink_1'),
      ownerOf('https://ink.example/', 'ink_2'),
      ownerOf('https://other.example/', 'ink_1'),
    ];
    expect(new Set(owners).size).toBe(3);
    expect(owners.join()).not.toContain('ink_');
  });
});
