import { rowsByHand } from '../../judge/evaluation/rows-by-hand.js';
import { createRandom, shuffle, type Random } from '../../random.js';

/** What is drawn by lot for one simulated installation: rows of a list of glyphs. */
export interface Plan {
  /** What its writers label, all of it approved. */
  readonly corrections: readonly number[];
  /** What the same writers draw besides. */
  readonly remaining: readonly number[];
  /** Drawings of people who are not there. */
  readonly others: readonly number[];
  /** The writers. */
  readonly hands: readonly string[];
}

/** Of one hand no more glyphs than this are read, or those with thousands would decide alone. */
const MOST_OF_A_HAND = 250;
/** A hand can take part when it has enough samples of at least this many classes. */
const LEAST_CLASSES = 5;

/**
 * Draws the writers of an installation and what they correct: at most `writers`, and never more than
 * half of the hands that have enough, so that others are left to be measured. The writers of a seed
 * are the same whatever they correct.
 *
 * @param hands who drew each glyph
 * @param labels its class
 * @param perClass corrections a class and writer; of a class with no more drawings all are corrected
 * @param enough more than this many of several classes make a hand able to be a writer
 */
export function drawPlan(
  hands: readonly string[],
  labels: ArrayLike<number>,
  perClass: number,
  writers: number,
  seed: number,
  enough = perClass,
): Plan {
  const random = createRandom(seed * 7919 + enough);
  const byHand = rowsByHand(hands);
  const able = shuffled([...byHand.keys()].sort(), random).filter((hand) =>
    hasEnough(byHand.get(hand)!, labels, enough),
  );
  const chosen = able.slice(0, Math.min(writers, Math.floor(able.length / 2)));
  const corrections: number[] = [];
  const remaining: number[] = [];
  const others: number[] = [];
  for (const hand of [...byHand.keys()].sort()) {
    const rows = shuffled(byHand.get(hand)!, random);
    if (!chosen.includes(hand)) {
      others.push(...rows.slice(0, MOST_OF_A_HAND));
      continue;
    }
    const taken = new Map<number, number>();
    const left: number[] = [];
    for (const row of rows) {
      const label = labels[row]!;
      const count = taken.get(label) ?? 0;
      if (count < perClass) corrections.push(row);
      else left.push(row);
      taken.set(label, count + 1);
    }
    remaining.push(...left.slice(0, MOST_OF_A_HAND));
  }
  return { corrections, remaining, others, hands: chosen };
}

function hasEnough(rows: readonly number[], labels: ArrayLike<number>, perClass: number): boolean {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(labels[row]!, (counts.get(labels[row]!) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > perClass).length >= LEAST_CLASSES;
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const order = Int32Array.from(values, (_, at) => at);
  shuffle(order, random);
  return [...order].map((at) => values[at]!);
}
