import { GLYPH_PIXELS } from '@inkling/ink';
import { DIGIT_LABELS } from '@inkling/recognizer';
import { loadMnist } from '../../data/glyph-sets.js';
import { loadMnistWriters } from '../../data/mnist-writers.js';
import { loadUnipen, type UnipenSample } from '../../data/unipen.js';
import type { LineWriter } from '../../learn/lines/line-sources.js';

/** With fewer of the ten digits a writer's lines would all be alike. */
const LEAST_LABELS = 6;

/** One in so many of MNIST's training writers is held out, by their number. */
const HELD_OUT = 12;

export interface DigitWriters {
  readonly train: readonly LineWriter[];
  readonly validation: Readonly<Record<string, readonly LineWriter[]>>;
}

/** Who digits are learnt from, and others; of MNIST's test set nobody. */
export function loadDigitWriters(dataDir: string): DigitWriters {
  const isDigit = new Set<string>(DIGIT_LABELS);
  const samples = loadUnipen(dataDir).filter(({ label, cutInk }) => isDigit.has(label) && !cutInk);
  const inkOf = (part: UnipenSample['part']) =>
    inkWriters(samples.filter((sample) => sample.part === part));
  const isHeld = (writer: number) => writer % HELD_OUT === 0;
  return {
    train: [...mnistWriters(dataDir, (writer) => !isHeld(writer)), ...inkOf('train')],
    validation: {
      'MNIST writers held out': mnistWriters(dataDir, isHeld),
      'UNIPEN validation writers': inkOf('validation'),
    },
  };
}

function mnistWriters(dataDir: string, wanted: (writer: number) => boolean): LineWriter[] {
  const { glyphs, labels } = loadMnist(dataDir, 'train');
  const rows = [...loadMnistWriters(dataDir, 'train').entries()].filter(([, who]) => wanted(who));
  const byWriter = grouped(rows, ([row, who]) => [
    String(who),
    String(labels[row]),
    glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS),
  ]);
  return byWriter.map((pictures) => ({ pictures }));
}

const inkWriters = (samples: readonly UnipenSample[]): LineWriter[] =>
  grouped(samples, ({ hand, label, strokes }) => [hand, label, strokes]).map((ink) => ({ ink }));

/** What each writer has of each label, for those with enough of them. */
function grouped<T, V>(
  all: readonly T[],
  entryOf: (one: T) => readonly [writer: string, label: string, drawing: V],
): Map<string, V[]>[] {
  const writers = new Map<string, Map<string, V[]>>();
  for (const one of all) {
    const [writer, label, drawing] = entryOf(one);
    const labels = writers.get(writer) ?? new Map<string, V[]>();
    const drawings = labels.get(label) ?? [];
    drawings.push(drawing);
    writers.set(writer, labels.set(label, drawings));
  }
  return [...writers.values()].filter(({ size }) => size >= LEAST_LABELS);
}
