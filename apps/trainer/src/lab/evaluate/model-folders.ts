import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NETWORKS } from '@inkling/recognizer';

/**
 * The folders of single networks behind folders that people name: those that hold a network themselves, and
 * those that hold one folder a network, as `models` does.
 *
 * @throws Error for a folder without any
 */
export function modelFolders(named: readonly string[]): string[] {
  return named.flatMap((folder) => {
    if (isModel(folder)) return [folder];
    const inside = NETWORKS.map((network) => join(folder, network)).filter(isModel);
    if (inside.length > 0) return inside;
    throw new Error(`${folder} holds no model.onnx, neither itself nor by network.`);
  });
}

const isModel = (folder: string) => existsSync(join(folder, 'model.onnx'));

/** Which of the named folders holds the pen network; the shipped ones where none does. */
export const penFolder = (named: readonly string[]): string =>
  named.find((folder) => isModel(join(folder, 'pen'))) ?? 'models';
