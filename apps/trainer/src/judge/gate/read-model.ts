import { messageOf } from '@inkling/contract';
import type { NetworkSession } from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { readGlyphs, type Reading } from '../../onnx/reading.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import type { GateModel } from './gate-input.js';

/** One of the three whom the gate reads glyphs with. */
export type Who = 'champion' | 'base model' | 'challenger';

/**
 * Opens a model file as the API does, and gives it to `use`.
 *
 * @throws Error that says whose file it is when it can't be opened
 */
export async function withSession<Result>(
  who: Who,
  { onnx }: Pick<GateModel, 'onnx'>,
  use: (session: NetworkSession) => Promise<Result>,
): Promise<Result> {
  let session: NetworkSession;
  try {
    session = await openOrtSession(onnx);
  } catch (cause) {
    const problem = messageOf(cause);
    throw new Error(`The gate can't open the file of the ${who}: ${problem}`, { cause });
  }
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

/**
 * @throws Error when the file has other classes than its card, or answers with what is no number
 */
export async function readSet(
  who: Who,
  { card }: Pick<GateModel, 'card'>,
  session: NetworkSession,
  set: LabelledGlyphs,
): Promise<Reading> {
  const reading = await readGlyphs(session, set);
  const classes = card.labels.length;
  if (set.count > 0 && reading.classes !== classes) {
    throw new Error(`The ${who} has ${reading.classes} classes, its card ${classes}.`);
  }
  if (!reading.logits.every(Number.isFinite) || !reading.embeddings.every(Number.isFinite)) {
    throw new Error(`The ${who} answers with values that are not finite numbers.`);
  }
  return { ...reading, classes };
}
