import { createHash } from 'node:crypto';
import { GLYPH_PIXELS, glyphToBytes } from '@inkling/ink';
import { DIGIT_LABELS, labelsOfNetwork, taskOfNetwork, type Network } from '@inkling/recognizer';
import { createRandom, shuffle } from '../random.js';
import { loadByMergeTest, loadMnist, type LabelledGlyphs } from './glyph-sets.js';
import { loadPicturePool } from './picture-pool.js';
import { glyphsOfUnipen, samplesOfTask, type UnipenSample } from './unipen.js';
import type { UnipenPart } from './unipen-split.js';

/** A set as it is shipped: a byte a pixel, as predictions are stored. */
export interface ByteSet {
  readonly count: number;
  /** `[count, 28, 28]`, 0..255. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** A set of which is known who drew what. */
export interface WrittenSet extends ByteSet {
  /** A number for each hand, from 0 on in the order of their first glyphs. */
  readonly hands: Uint8Array;
}

export interface ShippedSets {
  /** Class-balanced glyphs of the base training, so that fine-tuning forgets nothing. */
  readonly replay: ByteSet;
  /** Pictures and writers of no training, in their natural frequencies: for the gate alone. */
  readonly gate: ByteSet;
  /** Writers of no training: temperatures, limits of certainty and memory are fitted on them. */
  readonly validation: WrittenSet;
}

/** Of each class, half of them pictures and half ink where there is enough of both. */
const REPLAY_OF_CLASS: Readonly<Record<Network, number>> = { digits: 500, characters: 480 };
const SEED = 20_261_121;

/**
 * Carves what a fine-tuning needs beside corrections out of the training pools.
 *
 * @throws Error when a glyph stands in two of the sets, or in a test set, or one of the gate's in training
 */
export function carveShippedSets(
  network: Network,
  dataDir: string,
  unipen: readonly UnipenSample[],
): ShippedSets {
  const pool = loadPicturePool(network, dataDir);
  const task = taskOfNetwork(network);
  const samplesOf = (part: UnipenPart, cutInk = false) =>
    unipen.filter((sample) => sample.part === part && (cutInk || !sample.cutInk));
  const ink = (part: UnipenPart, cutInk = false) =>
    toBytes(glyphsOfUnipen(samplesOf(part, cutInk), task, network));
  const trainPictures = toBytes(pool.train);
  const trainInk = ink('train', true);
  const test = toBytes(
    network === 'digits' ? loadMnist(dataDir, 'test') : loadByMergeTest(dataDir),
  );
  // The same glyph in two parts of a pool would be a gate that was trained on.
  const ofTest = hashesOf(test);
  const known = new Set([...hashesOf(trainPictures, trainInk), ...ofTest]);
  const gate = without(join(toBytes(pool.gate), ink('gate')), known);
  const hands = samplesOfTask(samplesOf('validation'), task, network).map(
    ({ sample }) => sample.hand,
  );
  const validation = written(ink('validation'), hands, new Set([...known, ...hashesOf(gate)]));
  const replay = without(
    balanced(network, without(trainPictures, ofTest), trainInk),
    hashesOf(gate, validation),
  );
  return { replay, gate, validation };
}

function balanced(network: Network, pictures: ByteSet, ink: ByteSet): ByteSet {
  const wanted = REPLAY_OF_CLASS[network];
  const classes = labelsOfNetwork(network).length;
  const ofPictures = byClass(pictures, classes);
  const ofInk = byClass(ink, classes);
  const parts = Array.from({ length: classes }, (_, index) => {
    const drawn = ofInk[index]!.slice(0, wanted / 2);
    const seen = ofPictures[index]!.slice(0, wanted - drawn.length);
    return join(pick(pictures, seen), pick(ink, drawn));
  });
  return parts.reduce(join);
}

/** Indices of each class, shuffled by a fixed seed. */
function byClass(set: ByteSet, classes: number): number[][] {
  const order = Int32Array.from({ length: set.count }, (_, index) => index);
  shuffle(order, createRandom(SEED));
  const lists = Array.from({ length: classes }, (): number[] => []);
  for (const index of order) lists[set.labels[index]!]!.push(index);
  return lists;
}

const toBytes = ({ count, glyphs, labels }: LabelledGlyphs): ByteSet => ({
  count,
  pixels: glyphToBytes(glyphs),
  labels,
});

const glyphAt = ({ pixels }: ByteSet, index: number) =>
  pixels.subarray(index * GLYPH_PIXELS, (index + 1) * GLYPH_PIXELS);

const hashOf = (set: ByteSet, index: number) =>
  createHash('sha256').update(glyphAt(set, index)).digest('base64');

function hashesOf(...sets: readonly ByteSet[]): Set<string> {
  return new Set(
    sets.flatMap((set) => Array.from({ length: set.count }, (_, index) => hashOf(set, index))),
  );
}

/** Drops glyphs that are known, and the second and further ones of equal glyphs. */
const without = (set: ByteSet, known: ReadonlySet<string>): ByteSet =>
  pick(set, rowsWithout(set, known));

/** The same, with who drew the glyphs that are left. */
function written(set: ByteSet, hands: readonly string[], known: ReadonlySet<string>): WrittenSet {
  const rows = rowsWithout(set, known);
  return { ...pick(set, rows), hands: numberHands(rows.map((row) => hands[row]!)) };
}

/** @throws RangeError when there are more hands than a byte can tell apart */
function numberHands(hands: readonly string[]): Uint8Array {
  const numbers = new Map([...new Set(hands)].map((hand, number) => [hand, number]));
  if (numbers.size > 256) throw new RangeError(`${numbers.size} hands do not fit into a byte.`);
  return Uint8Array.from(hands, (hand) => numbers.get(hand)!);
}

function rowsWithout(set: ByteSet, known: ReadonlySet<string>): number[] {
  const seen = new Set(known);
  const kept: number[] = [];
  for (let index = 0; index < set.count; index++) {
    const hash = hashOf(set, index);
    if (seen.has(hash)) continue;
    seen.add(hash);
    kept.push(index);
  }
  return kept;
}

function pick(set: ByteSet, indices: readonly number[]): ByteSet {
  const pixels = new Uint8Array(indices.length * GLYPH_PIXELS);
  indices.forEach((from, to) => pixels.set(glyphAt(set, from), to * GLYPH_PIXELS));
  return {
    count: indices.length,
    pixels,
    labels: Uint8Array.from(indices, (index) => set.labels[index]!),
  };
}

function join(first: ByteSet, second: ByteSet): ByteSet {
  const pixels = new Uint8Array(first.pixels.length + second.pixels.length);
  pixels.set(first.pixels);
  pixels.set(second.pixels, first.pixels.length);
  return {
    count: first.count + second.count,
    pixels,
    labels: Uint8Array.of(...first.labels, ...second.labels),
  };
}

/** Number of digits and letters, for a line of report. */
export const summaryOf = ({ count, labels }: ByteSet): string => {
  const digits = labels.filter((label) => label < DIGIT_LABELS.length).length;
  return `${count} glyphs, ${digits} digits and ${count - digits} letters`;
};
