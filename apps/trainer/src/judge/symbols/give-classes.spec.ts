import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GLYPH_PIXELS, glyphFromStrokes, type Stroke } from '@inkling/ink';
import { DIGIT_LABELS } from '@inkling/recognizer';
import { pickGlyphs } from '../../data/glyph-sets.js';
import { loadSet } from '../../data/load-set.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { readGlyphs } from '../../onnx/reading.js';
import { createRandom } from '../../random.js';
import { readModelFolder } from '../evaluation/model-folder.js';
import { giveClasses, ofSymbols, type SymbolTask } from './give-classes.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));

const DASH = [
  [0, 50],
  [90, 50],
];
const TICK = [
  [10, 50],
  [35, 90],
  [90, 5],
];

/** Glyphs that are told apart by their first pixel. */
const setOf = (labels: readonly number[]) => {
  const glyphs = new Float32Array(labels.length * GLYPH_PIXELS);
  labels.forEach((_, at) => (glyphs[at * GLYPH_PIXELS] = at));
  return { count: labels.length, glyphs, labels: Uint8Array.from(labels) };
};

it('leaves out the drawings of symbols that are left to memory, and counts the others anew', () => {
  const task = {
    symbols: ['✓', '/', '→'],
    train: setOf([10, 11, 12, 12]),
    holdout: setOf([11, 12, 10]),
    likeness: [0.9, 0.2, 0.1],
    network: { card: { labels: [...DIGIT_LABELS] } },
  } as unknown as SymbolTask;
  const { symbols, train, holdout, likeness } = ofSymbols(task, ['✓', '→']);
  expect(symbols).toEqual(['✓', '→']);
  expect([...train.labels]).toEqual([10, 11, 11]);
  expect([0, 1, 2].map((at) => train.glyphs[at * GLYPH_PIXELS])).toEqual([0, 2, 3]);
  expect([...holdout.labels]).toEqual([11, 10]);
  expect([holdout.count, likeness]).toEqual([2, [0.2, 0.1]]);
});

it('leaves symbols to memory all of whose drawings are held out', async () => {
  const { onnx, card } = readModelFolder(join(MODELS_DIR, 'characters'));
  const some = (set: 'replay' | 'gate' | 'validation') => {
    const all = loadSet(MODELS_DIR, 'characters', set);
    const every = Math.floor(all.count / 300);
    return pickGlyphs(
      all,
      Array.from({ length: 300 }, (_, at) => at * every),
    );
  };
  const session = await openOrtSession(onnx);
  const [gateSet, validation] = [some('gate'), await readGlyphs(session, some('validation'))];
  const random = createRandom(3);
  const drawn = (points: readonly number[][]) =>
    glyphFromStrokes([
      points.map(([x, y]) => [x! + 8 * random.next(), y! + 8 * random.next()]),
    ] as unknown as Stroke[]).glyph;
  const own = card.labels.length;
  const drawingsOf = (labels: readonly number[]) => {
    const glyphs = new Float32Array(labels.length * GLYPH_PIXELS);
    labels.forEach((label, at) => {
      glyphs.set(drawn(label === own ? DASH : TICK), at * GLYPH_PIXELS);
    });
    return { count: labels.length, glyphs, labels: Uint8Array.from(labels) };
  };
  const times = (count: number, label: number) => Array.from({ length: count }, () => label);
  const holdout = drawingsOf([...times(5, own), ...times(5, own + 1)]);
  const task: SymbolTask = {
    symbols: ['—', '✓'],
    train: drawingsOf(times(20, own + 1)),
    ...{ holdout, validation, gateSet, replay: await readGlyphs(session, some('replay')) },
    ...{ network: { onnx, card }, champion: { onnx, card } },
    gate: await readGlyphs(session, gateSet),
  };
  await session.release();
  const told: string[] = [];
  const grown = await giveClasses(task, (text) => void told.push(text));
  expect(grown!.labels).toEqual([...card.labels, '✓']);
  expect(grown!.rule).toMatchObject({ figures: { symbols: '✓', samples: 5 } });
  expect(told[0]).toContain('—');

  const none = drawingsOf([]);
  const alone = { ...ofSymbols(task, ['—']), train: none };
  expect(await giveClasses(alone, () => undefined)).toBeUndefined();
});
