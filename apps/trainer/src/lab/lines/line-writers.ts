import { GLYPH_PIXELS } from '@inkling/ink';
import { DIGIT_LABELS } from '@inkling/recognizer';
import { groupTwice } from '../../data/group-twice.js';
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
  const entries = rows.map(
    ([row, who]) =>
      [
        String(who),
        String(labels[row]),
        glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS),
      ] as const,
  );
  return writersOf(entries).map((pictures) => ({ pictures }));
}

const inkWriters = (samples: readonly UnipenSample[]): LineWriter[] =>
  writersOf(samples.map(({ hand, label, strokes }) => [hand, label, strokes] as const)).map(
    (ink) => ({ ink }),
  );

/** What each writer has of each label, for those with enough of them. */
const writersOf = <V>(
  entries: Iterable<readonly [writer: string, label: string, drawing: V]>,
): Map<string, V[]>[] =>
  [...groupTwice(entries).values()].filter(({ size }) => size >= LEAST_LABELS);
