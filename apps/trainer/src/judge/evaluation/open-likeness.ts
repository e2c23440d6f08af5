import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LikenessReader } from '@inkling/recognizer';
import { parseLikenessCard } from '@inkling/recognizer/card';
import { openOrtSession } from '../../onnx/ort-session.js';

/**
 * The network that tells what is a character at all, as it is shipped.
 *
 * @param modelsDir the folder `models`
 * @returns `undefined` where it is not there
 */
export async function openLikeness(modelsDir: string): Promise<LikenessReader | undefined> {
  const file = (name: string) => join(modelsDir, 'likeness', name);
  if (!existsSync(file('model.onnx'))) return undefined;
  const { limits } = parseLikenessCard(readFileSync(file('card.json'), 'utf8'));
  return { session: await openOrtSession(readFileSync(file('model.onnx'))), limits };
}
