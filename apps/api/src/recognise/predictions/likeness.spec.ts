import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Task } from '@inkling/recognizer';
import type { Client } from '../../testing/client.js';
import { drawingsOf } from '../../testing/fixtures.js';
import { modelsFolder } from '../../testing/models-folder.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;
let guest: Client;

/** Points as they are sent. */
type Stroke = number[][];

beforeAll(async () => {
  app = await TestApp.start();
  guest = await app.guest();
});
afterAll(() => app.end());

const curve = (at: (angle: number) => readonly [number, number]): Stroke =>
  Array.from({ length: 49 }, (_, step) => {
    const [x, y] = at((2 * Math.PI * step) / 48);
    return [x, y];
  });
const ring = (x: number, y: number, radius: number): Stroke =>
  curve((angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);

const DOODLES: Readonly<Record<string, Stroke[]>> = {
  heart: [
    curve((angle) => [
      100 + 4 * 16 * Math.sin(angle) ** 3,
      100 -
        4 *
          (13 * Math.cos(angle) -
            5 * Math.cos(2 * angle) -
            2 * Math.cos(3 * angle) -
            Math.cos(4 * angle)),
    ]),
  ],
  smiley: [
    ring(100, 100, 90),
    ring(70, 75, 6),
    ring(130, 75, 6),
    curve((angle) => [100 + 45 * Math.cos(angle / 2), 110 + 35 * Math.sin(angle / 2)]),
  ],
  house: [
    [
      [20, 90],
      [20, 180],
      [160, 180],
      [160, 90],
      [20, 90],
    ],
    [
      [10, 95],
      [90, 20],
      [170, 95],
    ],
  ],
  star: [
    [0, 2, 4, 1, 3, 0].map((corner) => {
      const angle = (2 * Math.PI * corner) / 5 - Math.PI / 2;
      return [100 + 90 * Math.cos(angle), 100 + 90 * Math.sin(angle)];
    }),
  ],
};

const read = async (client: Client, task: Task, strokes: Stroke[]) =>
  (await client.predict({ task, ink: { strokes } })).body;

/** Real characters of the fixtures side by side. */
function inARow(labels: readonly string[]): Stroke[] {
  let pen = 0;
  return labels.flatMap((label) => {
    const { strokes } = drawingsOf(label)[0]!;
    const xs = strokes.flat().map(([x]) => x!);
    const from = pen - Math.min(...xs);
    pen += Math.max(...xs) - Math.min(...xs) + 40;
    return strokes.map((stroke): Stroke => stroke.map(([x, y]) => [x! + from, y!]));
  });
}

describe('what is no character', () => {
  it.each(Object.keys(DOODLES))('a %s is never sure, and looks like no digit', async (name) => {
    const answer = await read(guest, 'digits', DOODLES[name]!);
    expect(answer).toMatchObject({ certainty: 'unlike', certain: false });
    expect(answer.likeness).toBeLessThan(0.5);
    expect(answer).not.toHaveProperty('several');
  });

  it('real digits are characters', async () => {
    for (const label of '0123456789') {
      const answer = await read(guest, 'digits', drawingsOf(label)[0]!.strokes);
      expect(answer.certainty).not.toBe('unlike');
      expect(answer.likeness).toBeGreaterThan(0.5);
    }
  });

  it('a number is several characters, not one', async () => {
    for (const labels of [
      ['2', '3'],
      ['4', '0', '7'],
      ['5', '8', '1', '9'],
    ]) {
      const answer = await read(guest, 'digits', inARow(labels));
      expect(answer).toMatchObject({ several: true, certainty: 'unlike', certain: false });
    }
  });

  it('what a writer taught is known to them, and to nobody else', async () => {
    const other = await app.guest();
    const taught = await read(guest, 'digits', DOODLES['star']!);
    await guest.call('POST', '/api/corrections', { predictionId: taught.id, label: '4' });
    const again = await read(guest, 'digits', DOODLES['star']!);
    expect(again).toMatchObject({ label: '4', certainty: 'sure', likeness: 1 });
    expect((await read(other, 'digits', DOODLES['star']!)).certainty).toBe('unlike');
  });
});

describe('what the shape alone cannot tell', () => {
  it('a ring is a zero or the letter O, until the writer says which', async () => {
    const writer = await app.guest();
    const open = await read(writer, 'characters', [ring(100, 100, 80)]);
    expect(open.ambiguous).toEqual(expect.arrayContaining(['0', 'O']));
    expect(open.certain).toBe(false);
    await writer.call('POST', '/api/corrections', { predictionId: open.id, label: 'O' });
    const known = await read(writer, 'characters', [ring(100, 100, 80)]);
    expect(known).toMatchObject({ label: 'O', certain: true });
    expect(known).not.toHaveProperty('ambiguous');
  });

  it('what the writer drew lately has a say, is told, and can be switched off', async () => {
    const other = await app.guest();
    const ringOf = async (prior: boolean) => {
      const ink = { strokes: [ring(100, 100, 80)] };
      return (await other.predict({ task: 'characters', ink, prior })).body;
    };
    const before = await ringOf(true);
    expect(before).not.toHaveProperty('prior');
    let sure = 0;
    for (const label of ['3', '4', '6', '7', '8'].flatMap((digit) => [digit, digit, digit])) {
      const { strokes } = drawingsOf(label)[sure % drawingsOf(label).length]!;
      sure += Number((await read(other, 'digits', strokes)).certain);
    }
    expect(sure).toBeGreaterThan(5);
    const after = await ringOf(true);
    expect(after.prior).toEqual({
      digits: expect.closeTo((sure + 1) / (sure + 2), 6),
      letters: expect.closeTo(1 / (sure + 2), 6),
      drawings: sure,
    });
    const zero = ({ candidates }: typeof after) =>
      candidates.find(({ label }) => label === '0')!.probability;
    expect(zero(after)).toBeGreaterThan(zero(before));
    const off = await ringOf(false);
    expect(off).not.toHaveProperty('prior');
    expect(zero(off)).toBeCloseTo(zero(before), 6);
  });

  it('what the writer drew lately stays where the first stroke of the next drawing is not clear', async () => {
    const other = await app.guest();
    const predict = async (task: Task, strokes: Stroke[], more: object = {}) =>
      (await other.predict({ task, ink: { strokes }, ...more })).body;
    const seven = drawingsOf('7')[0]!.strokes;
    const unclear = [ring(100, 100, 80)];
    expect((await predict('digits', seven)).certain).toBe(true);
    const first = await predict('characters', unclear);
    expect(first).toMatchObject({ certain: false, prior: { drawings: 1 } });
    expect((await predict('digits', seven, { replaces: first.id })).certain).toBe(true);
    expect((await predict('characters', unclear)).prior).toMatchObject({ drawings: 2 });
  });

  it('among digits alone it is a zero', async () => {
    expect(await read(guest, 'digits', [ring(100, 100, 80)])).not.toHaveProperty('ambiguous');
  });
});

it('answers without the network for it, by the probability alone', async () => {
  const folder = await modelsFolder('digits', 'characters');
  try {
    await app.reopen({ MODELS_DIR: folder });
    const answer = await read(await app.guest(), 'digits', DOODLES['star']!);
    expect(answer).not.toHaveProperty('likeness');
    expect(answer).not.toHaveProperty('several');
  } finally {
    await rm(folder, { recursive: true });
  }
});
