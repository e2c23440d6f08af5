import type { ClassCentres, SymbolParameters } from '@inkling/recognizer/card';
import { evidenceOf, marginOf, type Evidence } from './evidence.js';
import type { AskedCharacters } from './symbol-questions.js';

/** What speaks for symbols in drawings of characters. */
export interface CharacterEvidence extends Pick<AskedCharacters, 'symbols' | 'samples' | 'asked'> {
  readonly evidence: readonly Evidence[];
}

export const evidenceOfCharacters = (
  { questions, ...lot }: AskedCharacters,
  centres: ClassCentres | undefined,
): CharacterEvidence => ({
  ...lot,
  evidence: questions.map((question) => evidenceOf(question, centres)),
});

/**
 * The margins above which symbols take shares of all characters that were asked.
 *
 * @param losses the shares, 0 to 1
 */
export function marginLimits(
  lots: readonly CharacterEvidence[],
  parameters: SymbolParameters,
  losses: readonly number[],
): number[] {
  const margins = lots
    .flatMap(({ evidence }) => evidence.map((one) => marginOf(one, parameters)))
    .sort((a, b) => b - a);
  return losses.map((loss) => margins[Math.floor(loss * askedOf(lots))] ?? -Infinity);
}

/** The share of all characters that symbols take. */
export function shareLost(
  lots: readonly CharacterEvidence[],
  parameters: SymbolParameters,
): number {
  const lost = lots
    .flatMap(({ evidence }) => evidence)
    .filter((one) => marginOf(one, parameters) > 0).length;
  return lost / askedOf(lots);
}

const askedOf = (lots: readonly CharacterEvidence[]): number =>
  lots.reduce((sum, { asked }) => sum + asked, 0);

/** Lots of a kind together, by what they have in common. */
export function lotsBy(
  lots: readonly CharacterEvidence[],
  key: (lot: CharacterEvidence) => number,
): Map<number, CharacterEvidence[]> {
  const together = new Map<number, CharacterEvidence[]>();
  for (const lot of lots) together.set(key(lot), [...(together.get(key(lot)) ?? []), lot]);
  return together;
}
