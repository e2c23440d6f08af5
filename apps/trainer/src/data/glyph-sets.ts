import { join } from 'node:path';
import { centreGlyph, GLYPH_PIXELS, glyphFromBytes } from '@inkling/ink';
import { readIdxImages, readIdxLabels } from './idx.js';

/** Labelled glyphs, side by side. */
export interface LabelledGlyphs {
  readonly count: number;
  /** `[count, 28, 28]`, 0..1, white ink on black. */
  readonly glyphs: Float32Array;
  /** Class indices of the network they are for. */
  readonly labels: Uint8Array;
}

/** MNIST as it is: its pictures are centred already. */
export function loadMnist(dataDir: string, part: 'train' | 'test'): LabelledGlyphs {
  const prefix = part === 'train' ? 'train' : 't10k';
  return load(
    join(dataDir, 'mnist', `${prefix}-images-idx3-ubyte.gz`),
    join(dataDir, 'mnist', `${prefix}-labels-idx1-ubyte.gz`),
    false,
  );
}

/** The EMNIST pool that may be trained on, each picture moved to its centre of mass. */
export function loadEmnistTrain(dataDir: string): LabelledGlyphs {
  return load(
    join(dataDir, 'emnist', 'emnist-train-images-idx3-ubyte.gz'),
    join(dataDir, 'emnist', 'emnist-train-labels-idx1-ubyte.gz'),
    true,
  );
}

/** The official ByMerge test split, each picture moved to its centre of mass. Never trained on. */
export function loadByMergeTest(dataDir: string): LabelledGlyphs {
  return load(
    join(dataDir, 'emnist', 'emnist-bymerge-test-images-idx3-ubyte.gz'),
    join(dataDir, 'emnist', 'emnist-bymerge-test-labels-idx1-ubyte.gz'),
    true,
  );
}

function load(imagesPath: string, labelsPath: string, centre: boolean): LabelledGlyphs {
  const { count, pixels } = readIdxImages(imagesPath);
  const labels = readIdxLabels(labelsPath);
  if (labels.length !== count) throw new Error(`${labelsPath} does not fit ${imagesPath}.`);
  const glyphs = glyphFromBytes(pixels);
  if (centre) {
    for (let index = 0; index < count; index++) {
      const start = index * GLYPH_PIXELS;
      glyphs.set(centreGlyph(glyphs.subarray(start, start + GLYPH_PIXELS)), start);
    }
  }
  return { count, glyphs, labels };
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
  const glyphs = new Float32Array(first.glyphs.length + second.glyphs.length);
  glyphs.set(first.glyphs);
  glyphs.set(second.glyphs, first.glyphs.length);
  const labels = Uint8Array.from([...first.labels, ...second.labels]);
  return { count: first.count + second.count, glyphs, labels };
}
