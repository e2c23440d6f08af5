import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { glyphToBytes } from '@inkling/ink';
import type { Network } from '@inkling/recognizer';
import { pickGlyphs } from '../../data/glyph-sets.js';
import { writeIdx } from '../../data/idx.js';
import { loadSet, pathsOfSet, SHIPPED_SETS, type ShippedSet } from '../../data/load-set.js';
import { evenlySpread } from '../../data/evenly.js';

/** Some glyphs of each shipped set, from all over it, so that a whole job takes seconds. */
export async function writeSmallSets(
  from: string,
  to: string,
  network: Network,
  counts: Readonly<Record<ShippedSet, number>>,
): Promise<void> {
  for (const set of SHIPPED_SETS) {
    const all = loadSet(from, network, set);
    const { glyphs, labels } = pickGlyphs(all, evenlySpread(all.count, counts[set]));
    const files = writeIdx(Uint8Array.from(glyphToBytes(glyphs)), labels);
    const paths = pathsOfSet(to, network, set);
    await mkdir(dirname(paths.images), { recursive: true });
    await writeFile(paths.images, files.images);
    await writeFile(paths.labels, files.labels);
  }
}
