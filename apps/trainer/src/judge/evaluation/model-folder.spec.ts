import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFolder, writeCard } from './model-folder.js';
import { cardFor } from './testing/card-for.js';

describe('model folder', () => {
  const onnx = Uint8Array.of(1, 2, 3);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-model-'));
    writeFileSync(join(folder, 'model.onnx'), onnx);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back the card that was written, and leaves nothing beside it', () => {
    const card = cardFor('digits', onnx);
    writeCard(folder, card);
    expect(readModelFolder(folder).card).toEqual(card);
    expect(readdirSync(folder).sort()).toEqual(['card.json', 'model.onnx']);
  });

  it('refuses a card of another model', () => {
    writeCard(folder, cardFor('digits', Uint8Array.of(9)));
    expect(() => readModelFolder(folder)).toThrow('belongs to another model');
  });

  it('never replaces a card by one that is not valid', () => {
    const card = cardFor('digits', onnx);
    writeCard(folder, card);
    const before = readFileSync(join(folder, 'card.json'), 'utf8');
    expect(() => writeCard(folder, { ...card, temperature: -1 })).toThrow('temperature');
    expect(readFileSync(join(folder, 'card.json'), 'utf8')).toBe(before);
  });
});
