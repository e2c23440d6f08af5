import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyCard, ModelCard } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import { formatCard } from './card-format.js';

/** A model version as it lies in a folder: `model.onnx` and `card.json`. */
export interface VersionFolder<C> {
  readonly folder: string;
  readonly onnx: Uint8Array;
  readonly card: C;
}
export type ModelFolder = VersionFolder<ModelCard>;

/** @throws as `readFolder` */
export const readModelFolder = (folder: string): ModelFolder => readFolder(folder, parseModelCard);

/**
 * @param parse throws where the text is no card
 * @throws Error when a file is missing, or the card is not valid or not that of the model
 */
export function readFolder<C extends AnyCard>(
  folder: string,
  parse: (json: string) => C,
): VersionFolder<C> {
  const onnx = readFileSync(join(folder, 'model.onnx'));
  const card = parse(readFileSync(join(folder, 'card.json'), 'utf8'));
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  if (sha256 !== card.file.sha256) {
    throw new Error(
      `${join(folder, 'card.json')} belongs to another model than ${join(folder, 'model.onnx')}: ` +
        `it names ${card.file.sha256.slice(0, 12)}…, the file is ${sha256.slice(0, 12)}…`,
    );
  }
  return { folder, onnx, card };
}

/** Replaces the card in one step, so that a stop in between leaves the former one whole. */
export function writeCard(folder: string, card: ModelCard): void {
  const text = `${formatCard(card)}\n`;
  parseModelCard(text);
  replaceCard(folder, text);
}

/** @param text of a card */
export function replaceCard(folder: string, text: string): void {
  const path = join(folder, 'card.json');
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
