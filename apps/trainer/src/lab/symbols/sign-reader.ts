import { GLYPH_PIXELS } from '@inkling/ink';
import {
  normaliseRows,
  taskOfNetwork,
  type ModelCard,
  type NetworkSession,
} from '@inkling/recognizer';
import { glyphsOfSigns, type DrawnSigns, type SignInk } from '../../data/foreign.js';
import { glyphsOfUnipen, samplesOfTask, type UnipenSample } from '../../data/unipen.js';
import { handOfWriter } from '../../data/unipen-split.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import type { ReadSigns } from '../../judge/evaluation/signs/symbol-desk.js';
import { readLikeness } from '../../judge/symbols/read-likeness.js';
import { openOrtSession } from '../../onnx/ort-session.js';

/** Glyphs that are read at a time. */
const PART = 1024;

/** Characters, and the class of each. */
export type ReadCharacters = ReadSigns & { readonly classes: Uint8Array };

/** A network and the shipped likeness network beside it, as the server asks both of every drawing. */
export class SignReader {
  constructor(
    readonly card: ModelCard,
    readonly session: NetworkSession,
  ) {}

  readInk(ink: readonly SignInk[]): Promise<ReadSigns> {
    const drawers = ink.map(({ writer }) => handOfWriter(writer));
    return this.read({ ...glyphsOfSigns(ink), drawers });
  }

  /** Those that the network has a class for. */
  async readCharacters(written: readonly UnipenSample[]): Promise<ReadCharacters> {
    const { network } = this.card;
    const task = taskOfNetwork(network);
    const { glyphs, labels } = glyphsOfUnipen(written, task, network);
    const drawers = samplesOfTask(written, task, network).map(({ sample }) => sample.hand);
    return { ...(await this.read({ names: drawers, drawers, glyphs })), classes: labels };
  }

  async read({ names, drawers, glyphs }: DrawnSigns): Promise<ReadSigns> {
    const logits: Float32Array[] = [];
    const embeddings: Float32Array[] = [];
    const { labels, embeddingSize: size, network } = this.card;
    for (let from = 0; from < names.length; from += PART) {
      const count = Math.min(names.length - from, PART);
      const pixels = glyphs.subarray(from * GLYPH_PIXELS, (from + count) * GLYPH_PIXELS);
      const seen = await this.session.run(pixels, count);
      const rows = normaliseRows(seen.embeddings, size);
      for (let row = 0; row < count; row++) {
        logits.push(rowOf(seen.logits, row, labels.length));
        embeddings.push(rowOf(rows, row, size));
      }
    }
    const likeness = await readLikeness('models', network, { glyphs, count: names.length });
    if (names.length > 0 && !likeness) throw new Error('models/likeness has no network');
    return { names, drawers, logits, embeddings, likeness: likeness ?? [] };
  }
}

/** @param folder `model.onnx` and `card.json` */
export async function openSignReader(folder: string): Promise<SignReader> {
  const { onnx, card } = readModelFolder(folder);
  return new SignReader(card, await openOrtSession(onnx));
}

const rowOf = (rows: Float32Array, row: number, size: number): Float32Array =>
  rows.slice(row * size, (row + 1) * size);
