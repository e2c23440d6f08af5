import type { GateRuleResult } from '@inkling/contract';
import { holm, mcNemar, pairedCounts } from '@inkling/recognizer';
import type { Answers } from './answers.js';
import { counted, decimals } from './wording.js';

interface ClassChange {
  readonly label: string;
  readonly lost: number;
  readonly won: number;
  /** What most of the lost glyphs are read as now; undefined where none is lost. */
  readonly readAs: string | undefined;
  /** One-sided, corrected for the number of classes. */
  readonly p: number;
}

/** What was answered right, and what was answered. */
type Judged = Pick<Answers, 'right'> & Partial<Pick<Answers, 'classes'>>;

/** What is compared, in words; by default classes of glyphs. */
export interface Compared {
  readonly rule: 'classes' | 'groups';
  readonly one: string;
  readonly several: string;
  readonly thing: string;
}

const CLASSES: Compared = { rule: 'classes', one: 'class', several: 'classes', thing: 'glyph' };

/**
 * No class is read significantly worse than by the champion: the exact McNemar test for each class,
 * one-sided, corrected for the number of classes after Holm. A flip of one class by another hardly
 * shows in the accuracy over all of them.
 *
 * @param labels class index of each glyph
 * @param names the network's labels
 */
export function classesRule(
  labels: ArrayLike<number>,
  names: readonly string[],
  champion: Judged,
  challenger: Judged,
  significance: number,
  { rule, one, several, thing } = CLASSES,
): GateRuleResult {
  const changes = changesOf(labels, names, champion, challenger);
  const lost = changes.filter(({ p }) => p <= significance);
  const worst = changes.reduce((a, b) => (b.p < a.p ? b : a));
  const told = tellIn(thing);
  const test = `McNemar's test, corrected for ${names.length} ${several}`;
  const nearest = worst.p < 1 ? `; nearest to it is ${told(worst)}` : '';
  return {
    rule,
    passed: lost.length === 0,
    sentence:
      lost.length === 0
        ? `It reads no ${one} significantly worse than the champion does (${test})${nearest}.`
        : `It reads these significantly worse than the champion does: ${lost.map(told).join(', ')} (${test}).`,
    figures: {
      [several]: names.length,
      significance,
      lostClasses: lost.map(({ label }) => label).join(' '),
      worstClass: worst.p < 1 ? worst.label : null,
      worstLost: worst.p < 1 ? worst.lost : 0,
      worstWon: worst.p < 1 ? worst.won : 0,
      worstReadAs: (worst.p < 1 ? worst.readAs : undefined) ?? null,
      worstP: worst.p,
    },
  };
}

const tellIn =
  (thing: string) =>
  ({ label, lost, won, readAs, p }: ClassChange): string =>
    `${label} (${counted(lost, thing)} lost${readAs === undefined ? '' : `, mostly to ${readAs}`}, ` +
    `${won} won, p ${p < 1e-4 ? '< 0.0001' : `= ${decimals(p)}`})`;

function changesOf(
  labels: ArrayLike<number>,
  names: readonly string[],
  champion: Judged,
  challenger: Judged,
): ClassChange[] {
  const rowsOf = names.map((): number[] => []);
  for (let at = 0; at < labels.length; at++) rowsOf[labels[at]!]!.push(at);
  const counts = rowsOf.map((rows) =>
    pairedCounts(
      rows.map((row) => champion.right[row]!),
      rows.map((row) => challenger.right[row]!),
    ),
  );
  const corrected = holm(counts.map((pair) => mcNemar(pair, 'worse')));
  return counts.map(({ lost, won }, index) => {
    const lostRows = rowsOf[index]!.filter((row) => champion.right[row] && !challenger.right[row]);
    const readAs = mostFrequent(lostRows.map((row) => challenger.classes?.[row]));
    return {
      label: names[index]!,
      lost,
      won,
      readAs: readAs === undefined ? undefined : names[readAs],
      p: corrected[index]!,
    };
  });
}

function mostFrequent(values: readonly (number | undefined)[]): number | undefined {
  const times = new Map<number, number>();
  for (const value of values)
    if (value !== undefined) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times].sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b)[0]?.[0];
}
