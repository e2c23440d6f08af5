import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PenReader } from '@inkling/recognizer';
import { parsePenCard } from '@inkling/recognizer/card';
import { openOrtSession } from '../../../onnx/ort-session.js';

/**
 * The network that reads the path of the pen, as it is shipped.
 *
 * @param modelsDir the folder `models`
 * @returns `undefined` where it is not there
 */
export async function openPen(modelsDir: string): Promise<PenReader | undefined> {
  const file = (name: string) => join(modelsDir, 'pen', name);
  if (!existsSync(file('model.onnx'))) return undefined;
  const { weights } = parsePenCard(readFileSync(file('card.json'), 'utf8'));
  return { session: await openOrtSession(readFileSync(file('model.onnx'))), weights };
}
