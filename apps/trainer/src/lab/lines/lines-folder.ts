import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LINES_NETWORK, type LinesCard } from '@inkling/recognizer';
import { parseLinesCard } from '@inkling/recognizer/card';

/** A version of the network for lines as it lies in a folder. */
export interface LinesFolder {
  readonly folder: string;
  readonly onnx: Uint8Array;
  readonly card: LinesCard;
}

/** Of its own, or in the folder of all models. */
export const linesFolderOf = (folder: string): string =>
  existsSync(join(folder, 'card.json')) ? folder : join(folder, LINES_NETWORK);

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws Error when a file is missing, or the card is not valid or not that of the model */
export function readLinesFolder(folder: string): LinesFolder {
  const onnx = readFileSync(join(folder, 'model.onnx'));
  const card = parseLinesCard(readFileSync(join(folder, 'card.json'), 'utf8'));
  if (sha256Of(onnx) !== card.file.sha256) {
    throw new Error(`${join(folder, 'card.json')} belongs to another model than model.onnx.`);
  }
  return { folder, onnx, card };
}

/** Writes both, the card last and in one step. */
export function writeLinesFolder(folder: string, onnx: Uint8Array, card: LinesCard): void {
  writeFileSync(join(folder, 'model.onnx'), onnx);
  writeLinesCard(folder, { ...card, file: { sha256: sha256Of(onnx), bytes: onnx.length } });
}

export function writeLinesCard(folder: string, card: LinesCard): void {
  const path = join(folder, 'card.json');
  const text = `${JSON.stringify(card, null, 2)}\n`;
  parseLinesCard(text);
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
