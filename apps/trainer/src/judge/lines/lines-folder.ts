import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LINES_NETWORK, type LinesCard } from '@inkling/recognizer';
import { parseLinesCard } from '@inkling/recognizer/card';
import { readFolder, replaceCard, type VersionFolder } from '../evaluation/model-folder.js';

/** A version of the network for lines as it lies in a folder. */
export type LinesFolder = VersionFolder<LinesCard>;

/** Of its own, or in the folder of all models. */
export const linesFolderOf = (folder: string): string =>
  existsSync(join(folder, 'card.json')) ? folder : join(folder, LINES_NETWORK);

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const readLinesFolder = (folder: string): LinesFolder => readFolder(folder, parseLinesCard);

/** Writes both, the card last and in one step. */
export function writeLinesFolder(folder: string, onnx: Uint8Array, card: LinesCard): void {
  writeFileSync(join(folder, 'model.onnx'), onnx);
  writeLinesCard(folder, { ...card, file: { sha256: sha256Of(onnx), bytes: onnx.length } });
}

export function writeLinesCard(folder: string, card: LinesCard): void {
  const text = `${JSON.stringify(card, null, 2)}\n`;
  parseLinesCard(text);
  replaceCard(folder, text);
}
