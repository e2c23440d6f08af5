import { glyphFromBytes, glyphToBytes } from '@inkling/ink';
import { stripCheckOf, type LinesCard } from '@inkling/recognizer';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { openOrtSequence } from '../../onnx/ort-session.js';

/** Short ones, since a card holds them. */
const LINES = 3;
const WIDEST = 110;

/**
 * What a network says of a few short lines of a set, for its card: whoever loads the file compares. Of shipped
 * lines, since cards are public.
 */
export async function lineSelfCheck(
  onnx: Uint8Array,
  characters: readonly string[],
  set: readonly LabelledLine[],
): Promise<NonNullable<LinesCard['selfCheck']>> {
  const short = set.filter(({ strip }) => strip.width <= WIDEST).slice(0, LINES);
  const session = await openOrtSequence(onnx);
  const checks: ReturnType<typeof stripCheckOf>[] = [];
  for (const { strip } of short) {
    const bytes = Uint8Array.from(glyphToBytes(strip.values));
    const seen = { width: strip.width, values: glyphFromBytes(bytes) };
    checks.push(stripCheckOf({ bytes, width: strip.width }, await session.run(seen), characters));
  }
  await session.release();
  return checks;
}
