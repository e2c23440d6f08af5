import { join } from 'node:path';
import { centreGlyph, GLYPH_PIXELS, glyphFromBytes } from '@inkling/ink';
import { joinFloats } from '@inkling/recognizer';
import { readIdxImages, readIdxLabels } from './idx.js';

/** Labelled glyphs, side by side. */
export interface LabelledGlyphs {
  readonly count: number;
  /** `[count, 28, 28]`, 0..1, white ink on black. */
  readonly glyphs: Float32Array;
  /** Class indices of the network they are for. */
  readonly labels: Uint8Array;
}

/** A data set of which single glyphs are made when they are wanted: all of EMNIST's are half a gigabyte. */
export interface GlyphFile {
  readonly count: number;
  /** Class indices of the network they are for. */
  readonly labels: Uint8Array;
  /** `[rows, 28, 28]`, 0..1, in the order of the rows. */
  readonly glyphsAt: (rows: ArrayLike<number>) => Float32Array;
}

/** MNIST as it is: its pictures are centred already. */
export function openMnist(dataDir: string, part: 'train' | 'test'): GlyphFile {
  const prefix = part === 'train' ? 'train' : 't10k';
  return open(join(dataDir, 'mnist', prefix), false);
}

/** The official ByMerge test split, each picture moved to its centre of mass. Never trained on. */
export function openByMergeTest(dataDir: string): GlyphFile {
  return open(join(dataDir, 'emnist', 'emnist-bymerge-test'), true);
}

export const loadMnist = (dataDir: string, part: 'train' | 'test'): LabelledGlyphs =>
  loadAll(openMnist(dataDir, part));

export const loadByMergeTest = (dataDir: string): LabelledGlyphs =>
  loadAll(openByMergeTest(dataDir));

/** The EMNIST pool that may be trained on, each picture moved to its centre of mass. */
export const loadEmnistTrain = (dataDir: string): LabelledGlyphs =>
  loadAll(open(join(dataDir, 'emnist', 'emnist-train'), true));

function open(prefix: string, centre: boolean): GlyphFile {
  const imagesPath = `${prefix}-images-idx3-ubyte.gz`;
  const labelsPath = `${prefix}-labels-idx1-ubyte.gz`;
  const { count, pixels } = readIdxImages(imagesPath);
  const labels = readIdxLabels(labelsPath);
  if (labels.length !== count) throw new Error(`${labelsPath} does not fit ${imagesPath}.`);
  const glyphsAt = (rows: ArrayLike<number>) => {
    const glyphs = new Float32Array(rows.length * GLYPH_PIXELS);
    for (let at = 0; at < rows.length; at++) {
      const start = rows[at]! * GLYPH_PIXELS;
      const glyph = glyphFromBytes(pixels.subarray(start, start + GLYPH_PIXELS));
      glyphs.set(centre ? centreGlyph(glyph) : glyph, at * GLYPH_PIXELS);
    }
    return glyphs;
  };
  return { count, labels, glyphsAt };
}

function loadAll({ count, labels, glyphsAt }: GlyphFile): LabelledGlyphs {
  return { count, labels, glyphs: glyphsAt(Array.from({ length: count }, (_, row) => row)) };
}

/** Only the glyphs whose class passes `keep`. */
export function filterGlyphs(
  set: LabelledGlyphs,
  keep: (classIndex: number) => boolean,
): LabelledGlyphs {
  const rows = Array.from({ length: set.count }, (_, row) => row);
  return pickGlyphs(
    set,
    rows.filter((row) => keep(set.labels[row]!)),
  );
}

/** Those glyphs, in that order. */
export function pickGlyphs(
  { glyphs, labels }: LabelledGlyphs,
  rows: ArrayLike<number>,
): LabelledGlyphs {
  const picked = new Float32Array(rows.length * GLYPH_PIXELS);
  const pickedLabels = new Uint8Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    picked.set(glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS), at * GLYPH_PIXELS);
    pickedLabels[at] = labels[row]!;
  }
  return { count: rows.length, glyphs: picked, labels: pickedLabels };
}

/** All of both. */
export function joinGlyphs(first: LabelledGlyphs, second: LabelledGlyphs): LabelledGlyphs {
  const glyphs = joinFloats([first.glyphs, second.glyphs]);
  const labels = Uint8Array.from([...first.labels, ...second.labels]);
  return { count: first.count + second.count, glyphs, labels };
}
