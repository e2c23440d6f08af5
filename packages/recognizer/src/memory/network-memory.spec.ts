import { describe, expect, it } from '@jest/globals';
import { LabelSpace } from '../label-space.js';
import type { MemorySample } from './memory-sample.js';
import { NetworkMemory } from './network-memory.js';
import { SAME_GLYPH_TOLERANCE } from './same-glyph.js';

const ALL = [true, true, true];
const NORTH = Float32Array.of(1, 0);
const EAST = Float32Array.of(0, 1);

const glyph = (value: number) => new Uint8Array(784).fill(value);

const sample = (id: string, change: Partial<MemorySample> = {}): MemorySample => ({
  id,
  revision: 1,
  writerId: 'anna',
  ownClass: 0,
  sharedClass: null,
  glyph: glyph(0),
  embedding: NORTH,
  saidAtMs: 0,
  ...change,
});

const memoryOf = (...samples: MemorySample[]) => {
  const memory = new NetworkMemory(2, new LabelSpace({ labels: ['a', 'b', 'c'] }));
  for (const each of samples) memory.put(each);
  return memory;
};

const idsOf = (memory: NetworkMemory, writerId: string | null) =>
  memory
    .nearest(writerId, NORTH, 10, ALL)
    .map(({ sample: { id }, own }) => `${id}${own ? '' : ' shared'}`)
    .sort();

describe('NetworkMemory', () => {
  it('gives writers their own samples, and everybody the shared ones', () => {
    const memory = memoryOf(
      sample('a'),
      sample('b', { sharedClass: 1 }),
      sample('c', { writerId: 'ben', sharedClass: 2 }),
      sample('d', { writerId: null, sharedClass: 2, ownClass: null }),
    );
    // An approved sample of one's own counts once, as own.
    expect(idsOf(memory, 'anna')).toEqual(['a', 'b', 'c shared', 'd shared']);
    expect(idsOf(memory, 'ben')).toEqual(['b shared', 'c', 'd shared']);
    expect(idsOf(memory, null)).toEqual(['b shared', 'c shared', 'd shared']);
    expect(memory.size).toEqual({ samples: 4, shared: 3, writers: 2 });
  });

  it('uses the class that each side knows', () => {
    const memory = memoryOf(sample('a', { ownClass: 0, sharedClass: 2 }));
    expect(memory.nearest('anna', NORTH, 1, ALL)[0]).toMatchObject({ classIndex: 0, own: true });
    expect(memory.nearest('ben', NORTH, 1, ALL)[0]).toMatchObject({ classIndex: 2, own: false });
  });

  it('knows whose symbols there are, beyond the classes', () => {
    const memory = memoryOf(
      sample('class', { ownClass: 2, sharedClass: 2 }),
      sample('a', { ownClass: 3 }),
      sample('again', { ownClass: 3 }),
      sample('ben', { writerId: 'ben', ownClass: 4, sharedClass: 5 }),
    );
    expect(memory.symbolsFor('anna')).toEqual({ own: [3], shared: [5] });
    expect(memory.symbolsFor('ben')).toEqual({ own: [4], shared: [5] });
    expect(memory.symbolsFor(null)).toEqual({ own: [], shared: [5] });
    memory.remove('a');
    expect(memory.symbolsFor('anna').own).toEqual([3]);
    memory.remove('again');
    memory.remove('ben');
    expect(memory.symbolsFor('anna')).toEqual({ own: [], shared: [] });
  });

  it('takes a sample again that it forgot, and none that was removed', () => {
    const memory = memoryOf(sample('a'), sample('b'));
    memory.forget('a');
    memory.remove('b');
    memory.put(sample('a'));
    memory.put(sample('b'));
    expect(idsOf(memory, 'anna')).toEqual(['a']);
  });

  it('ignores an older state of a sample that it forgot at a newer one', () => {
    const memory = memoryOf(sample('a'), sample('b', { revision: 3 }));
    memory.forget('a', 2);
    memory.put(sample('a'));
    // This one is late itself.
    memory.forget('b', 2);
    expect(idsOf(memory, 'anna')).toEqual(['b']);
    memory.put(sample('a', { revision: 3 }));
    expect(idsOf(memory, 'anna')).toEqual(['a', 'b']);
  });

  it('finds look-alikes of anyone once, as what they count as', () => {
    const memory = memoryOf(
      sample('pending', { ownClass: 1 }),
      sample('reviewed', { writerId: 'ben', ownClass: 0, sharedClass: 2 }),
      sample('orphan', { writerId: null, ownClass: null, sharedClass: 1, embedding: EAST }),
      sample('itself'),
      sample('rejected', { ownClass: null }),
    );
    const found = memory.nearestOfAnyone(NORTH, 10, ({ id }) => id !== 'itself');
    expect(found.map(({ sample: { id }, classIndex }) => `${id} ${classIndex}`).sort()).toEqual([
      'orphan 1',
      'pending 1',
      'reviewed 2',
    ]);
    expect(found.at(-1)!.sample.id).toBe('orphan');
    expect(memory.nearestOfAnyone(NORTH, 1)).toHaveLength(1);
  });

  it('takes the nearest of own and shared apart, among the allowed classes', () => {
    const memory = memoryOf(
      sample('near', { ownClass: 1 }),
      sample('far', { embedding: EAST }),
      sample('theirs', { writerId: 'ben', sharedClass: 0, embedding: EAST }),
    );
    const ids = memory.nearest('anna', NORTH, 1, ALL).map((found) => found.sample.id);
    expect(ids).toEqual(['near', 'theirs']);
    const masked = memory.nearest('anna', NORTH, 1, [true, false, true]);
    expect(masked.map((found) => found.sample.id)).toEqual(['far', 'theirs']);
  });

  it('follows changes, and ignores news that come late', () => {
    const memory = memoryOf(sample('a', { revision: 3, ownClass: 2 }));
    memory.put(sample('a', { revision: 2, ownClass: 1 }));
    expect(memory.nearest('anna', NORTH, 1, ALL)[0]!.classIndex).toBe(2);
    memory.put(sample('a', { revision: 4, ownClass: null }));
    expect(idsOf(memory, 'anna')).toEqual([]);
    memory.remove('a');
    memory.put(sample('a', { revision: 5 }));
    expect(idsOf(memory, 'anna')).toEqual([]);
    expect(memory.size).toEqual({ samples: 0, shared: 0, writers: 0 });
  });

  it('knows the same glyph again within the tolerance, newest first', () => {
    const memory = memoryOf(
      sample('old', { saidAtMs: 1, ownClass: 0 }),
      sample('new', { saidAtMs: 2, ownClass: 1 }),
      sample('theirs', { saidAtMs: 3, writerId: 'ben', sharedClass: 2 }),
    );
    expect(memory.sameGlyph('anna', glyph(SAME_GLYPH_TOLERANCE), ALL)?.id).toBe('new');
    expect(memory.sameGlyph('anna', glyph(0), [true, false, true])?.id).toBe('old');
    const other = glyph(0);
    other[400] = SAME_GLYPH_TOLERANCE + 1;
    expect(memory.sameGlyph('anna', other, ALL)).toBeUndefined();
    expect(memory.sameGlyph('carl', glyph(0), ALL)).toBeUndefined();
    expect(memory.sameGlyph(null, glyph(0), ALL)).toBeUndefined();
  });
});
