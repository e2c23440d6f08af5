import { normaliseRows, type NetworkSession } from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../../data/glyph-sets.js';
import { pickRows, readGlyphs } from '../../../onnx/reading.js';
import type { Subject } from './subject.js';
import type { Memory } from './trials.js';

/** Glyphs as everybody's memory holds them for a network. */
export async function embedPool(session: NetworkSession, set: LabelledGlyphs): Promise<Memory> {
  const { embeddings, labels, count } = await readGlyphs(session, set);
  return { embeddings: normaliseRows(embeddings, embeddings.length / count), classes: [...labels] };
}

/** What the memory of a task is searched for: samples of labels that may answer. */
export function allowedPool({ allowed, size }: Subject, { embeddings, classes }: Memory): Memory {
  const rows = classes.flatMap((label, row) => (allowed.includes(label) ? [row] : []));
  return {
    embeddings: pickRows(embeddings, size, rows),
    classes: rows.map((row) => classes[row]!),
  };
}
