import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  LIKENESS_KINDS,
  likenessForTask,
  likenessOf,
  taskOfNetwork,
  type Network,
} from '@inkling/recognizer';
import { parseLikenessCard } from '@inkling/recognizer/card';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { openOrtSession } from '../../onnx/ort-session.js';

/**
 * How much each glyph looks like a character that a network knows, 0 to 1, as the server asks of every drawing.
 *
 * @param modelsDir the folder `models`
 * @returns `undefined` where no likeness network is there
 */
export async function readLikeness(
  modelsDir: string,
  network: Network,
  { glyphs, count }: LabelledGlyphs,
): Promise<number[] | undefined> {
  const folder = join(modelsDir, 'likeness');
  if (count === 0 || !existsSync(join(folder, 'model.onnx'))) return undefined;
  const { limits } = parseLikenessCard(readFileSync(join(folder, 'card.json'), 'utf8'));
  const session = await openOrtSession(readFileSync(join(folder, 'model.onnx')));
  try {
    const { logits } = await session.run(glyphs, count);
    const kinds = LIKENESS_KINDS.length;
    return Array.from({ length: count }, (_, row) =>
      likenessForTask(
        likenessOf(logits.subarray(row * kinds, (row + 1) * kinds), limits),
        taskOfNetwork(network),
      ),
    );
  } finally {
    await session.release();
  }
}
