import type { CharacterCandidate } from './read-row.js';

/**
 * Candidates of a character with the symbols that memory finds there: those have what memory gives them, and the others
 * share what is left.
 *
 * @param symbols by label: probability, together at most 1
 * @returns best first; they add up to 1
 */
export function withSymbols(
  candidates: readonly CharacterCandidate[],
  symbols: ReadonlyMap<string, number>,
): readonly CharacterCandidate[] {
  if (symbols.size === 0) return candidates;
  const found = [...symbols].map(([label, probability]) => ({ label, probability }));
  const rest = Math.max(0, 1 - found.reduce((sum, { probability }) => sum + probability, 0));
  const others = candidates.map(({ label, probability }) => ({
    label,
    probability: probability * rest,
  }));
  return [...found, ...others].sort((a, b) => b.probability - a.probability);
}
