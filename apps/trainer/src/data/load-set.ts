import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@inkling/contract';
import { glyphFromBytes } from '@inkling/ink';
import { labelsOfNetwork, type Network } from '@inkling/recognizer';
import type { LabelledGlyphs } from './glyph-sets.js';
import { readIdxImages, readIdxLabels } from './idx.js';

/**
 * What ships beside a network: `replay` is mixed into fine-tuning, `gate` is for the gate alone, and
 * `validation` for fitting the temperature; the last two are never trained on.
 */
export const SHIPPED_SETS = ['replay', 'gate', 'validation'] as const;
export type ShippedSet = (typeof SHIPPED_SETS)[number];

/** Where a set's two files lie. */
export function pathsOfSet(modelsDir: string, network: Network, set: ShippedSet) {
  const prefix = join(modelsDir, network, set);
  return {
    images: `${prefix}-images-idx3-ubyte.gz`,
    labels: `${prefix}-labels-idx1-ubyte.gz`,
  };
}

/** Where it says who drew the glyphs of the validation set. */
export const pathOfHands = (modelsDir: string, network: Network): string =>
  join(modelsDir, network, 'validation-hands-idx1-ubyte.gz');

/**
 * Reads a set that ships with a network: glyphs as they come out of normalisation.
 *
 * @param modelsDir the folder `models`
 * @throws Error naming the file when one is missing or damaged, when the two don't belong together,
 *   or when a label is none of the network's
 */
export function loadSet(modelsDir: string, network: Network, set: ShippedSet): LabelledGlyphs {
  const paths = pathsOfSet(modelsDir, network, set);
  const { count, pixels } = readFile(paths.images, readIdxImages);
  const labels = readFile(paths.labels, readIdxLabels);
  if (labels.length !== count) {
    throw new Error(
      `${paths.labels} holds ${labels.length} labels for the ${count} pictures of ${paths.images}.`,
    );
  }
  if (count === 0) throw new Error(`${paths.images} is empty.`);
  const classes = labelsOfNetwork(network).length;
  const wrong = labels.find((label) => label >= classes);
  if (wrong !== undefined) {
    throw new Error(
      `${paths.labels} names the class ${wrong}; the network ${network} has 0 to ${classes - 1}.`,
    );
  }
  const glyphs = glyphFromBytes(pixels);
  return { count, glyphs, labels };
}

/**
 * Reads who drew the glyphs of the validation set: a number for each hand.
 *
 * @param count glyphs of the set
 * @returns `undefined` where the file is missing, as beside sets of one's own
 * @throws Error naming the file when it is damaged or belongs to another set
 */
export function loadHands(
  modelsDir: string,
  network: Network,
  count: number,
): readonly string[] | undefined {
  const path = pathOfHands(modelsDir, network);
  if (!existsSync(path)) return undefined;
  const hands = readFile(path, readIdxLabels);
  if (hands.length !== count) {
    throw new Error(`${path} names the hands of ${hands.length} glyphs, the set has ${count}.`);
  }
  return Array.from(hands, String);
}

function readFile<T>(path: string, read: (path: string) => T): T {
  if (!existsSync(path)) {
    throw new Error(`${path} is missing. It belongs to the repository; put it back.`);
  }
  try {
    return read(path);
  } catch (error) {
    // What zlib says of a file that is cut off or no gzip names no file.
    const detail = messageOf(error);
    throw new Error(`${path} can't be read (${detail}). Put the repository's file back.`, {
      cause: error,
    });
  }
}
