import { LEAST_PROBABILITY } from '../calibration.js';
import type { CharacterCandidate } from './read-row.js';

/**
 * What memory of single characters adds to what a network reads of a line at one place:
 * score(c) = log p(c) + weight * gain(c), as in `blend`.
 *
 * @param candidates of the network for lines
 * @param gains in nats, of labels that memory has something like; others gain nothing
 * @param weight what one nat of it counts, at least 0
 * @returns best first; they add up to 1
 */
export function weighMemory(
  candidates: readonly CharacterCandidate[],
  gains: ReadonlyMap<string, number>,
  weight: number,
): CharacterCandidate[] {
  const known = new Set(candidates.map(({ label }) => label));
  const further = [...gains.keys()].filter((label) => !known.has(label));
  const scored = [
    ...candidates,
    ...further.map((label) => ({ label, probability: LEAST_PROBABILITY })),
  ].map(({ label, probability }) => ({
    label,
    score: Math.log(Math.max(probability, LEAST_PROBABILITY)) + weight * (gains.get(label) ?? 0),
  }));
  const most = Math.max(...scored.map(({ score }) => score));
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - most), 0);
  return scored
    .map(({ label, score }) => ({ label, probability: Math.exp(score - most) / total }))
    .sort((a, b) => b.probability - a.probability);
}
