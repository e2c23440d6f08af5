import { createHash } from 'node:crypto';
import { HOLDOUT_ONE_IN, inOrderOfPlacing, type Part, type Placed } from './holdout.js';

export interface SaidLine {
  readonly id: string;
  /** `null` when the writer was deleted. */
  readonly writerId: string | null;
  readonly text: string;
  /** Where it stood in an earlier job; it stays there. */
  readonly formerPart: Part | undefined;
}

/**
 * Decides which corrected lines are the holdout: one in five, by a hash of writer and text, so that what somebody
 * writes twice is on one side. What was placed by an earlier job keeps its place; where that is on both sides a
 * new line of the same text is on neither: it would teach what is measured.
 *
 * @returns by id, in no order; without those on neither side
 */
export function placeLines(lines: readonly SaidLine[]): Map<string, Placed> {
  const groups = new Map<string, { readonly group: number; readonly parts: Set<Part> }>();
  const placed = new Map<string, Placed>();
  for (const { id, writerId, text, formerPart } of inOrderOfPlacing(lines)) {
    const key = `${writerId ?? ''}:${text}`;
    const known = groups.get(key) ?? { group: groups.size, parts: new Set<Part>() };
    groups.set(key, known);
    if (formerPart === undefined && known.parts.size > 1) continue;
    const [first] = known.parts;
    const part = formerPart ?? first ?? sideOf(key);
    known.parts.add(part);
    placed.set(id, { part, group: known.group });
  }
  return placed;
}

function sideOf(key: string): Part {
  const hash = createHash('sha256').update(key).digest();
  return hash.readUInt32BE(0) % HOLDOUT_ONE_IN === 0 ? 'holdout' : 'train';
}
