import { GLYPH_PIXELS } from '@inkling/ink';
import { DIGIT_LABELS } from '@inkling/recognizer';
import { loadSigns } from '../../data/foreign.js';
import { loadMnist } from '../../data/glyph-sets.js';
import { groupBy } from '../../data/group-by.js';
import { groupTwice } from '../../data/group-twice.js';
import { loadMnistWriters } from '../../data/mnist-writers.js';
import { loadUnipen } from '../../data/unipen.js';
import type { LineWriter, Signs } from '../../learn/lines/line-sources.js';

/** With fewer of the ten digits a writer's numbers would all be alike. */
const LEAST_DIGITS = 6;

/** With fewer characters a writer's texts would all be alike. */
const LEAST_CHARACTERS = 30;

/** One in so many of MNIST's training writers is held out, by their number. */
const HELD_OUT = 12;

/** Who numbers are learnt from, and others; of MNIST's test set nobody. */
export function loadDigitWriters(dataDir: string) {
  const isDigit = new Set<string>(DIGIT_LABELS);
  const samples = loadUnipen(dataDir).filter(({ label, cutInk }) => isDigit.has(label) && !cutInk);
  const inked = (part: (typeof samples)[number]['part']) =>
    inkWriters(
      samples.filter((sample) => sample.part === part),
      LEAST_DIGITS,
    );
  const isHeld = (writer: number) => writer % HELD_OUT === 0;
  return {
    pictured: {
      train: mnistWriters(dataDir, (writer) => !isHeld(writer)),
      held: mnistWriters(dataDir, isHeld),
    },
    inked: { train: inked('train'), held: inked('validation') },
  };
}

/** Who wrote most characters one by one. */
export const loadTextWriters = (dataDir: string): LineWriter[] =>
  inkWriters(
    loadUnipen(dataDir).filter(({ part, cutInk }) => part === 'train' && !cutInk),
    LEAST_CHARACTERS,
  );

/** UNIPEN's signs of training writers. */
export const loadSignInks = (dataDir: string): Signs =>
  new Map(
    [...groupBy(loadSigns(dataDir), ({ label }) => label)].map(([label, all]) => [
      label,
      all.filter(({ part }) => part === 'train').map(({ strokes }) => strokes),
    ]),
  );

/** Of MNIST's test set, for figures alone. */
export const loadMnistTestWriters = (dataDir: string): LineWriter[] =>
  mnistWriters(dataDir, () => true, 'test');

function mnistWriters(
  dataDir: string,
  wanted: (writer: number) => boolean,
  part: 'train' | 'test' = 'train',
): LineWriter[] {
  const { glyphs, labels } = loadMnist(dataDir, part);
  const rows = [...loadMnistWriters(dataDir, part).entries()].filter(([, who]) => wanted(who));
  const entries = rows.map(
    ([row, who]) =>
      [
        String(who),
        String(labels[row]),
        glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS),
      ] as const,
  );
  return writersOf(entries, LEAST_DIGITS).map((pictures) => ({ pictures }));
}

const inkWriters = (
  samples: readonly ReturnType<typeof loadUnipen>[number][],
  least: number,
): LineWriter[] =>
  writersOf(
    samples.map(({ hand, label, strokes }) => [hand, label, strokes] as const),
    least,
  ).map((ink) => ({ ink }));

/** What each writer has of each label, for those with enough of them. */
const writersOf = <V>(
  entries: Iterable<readonly [writer: string, label: string, drawing: V]>,
  least: number,
): Map<string, V[]>[] => [...groupTwice(entries).values()].filter(({ size }) => size >= least);
