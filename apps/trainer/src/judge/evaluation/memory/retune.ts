import type { MemoryParameters, ModelCard } from '@inkling/recognizer';
import { chanceOfGain } from './chance-of-gain.js';
import { choose, isHarmless } from './choose.js';
import { allowedPool } from './shared-pool.js';
import type { Subject } from './subject.js';
import { ownTable, sharedTable } from './tables.js';
import type { Memory } from './trials.js';
import {
  drawOwnTrials,
  drawSharedTrials,
  GRID,
  rateOwn,
  rateShared,
  type OwnTrials,
  type Rated,
  type SharedSetting,
  type SharedTrials,
} from './tune.js';
import { describeMemory } from './wording.js';

/** What is tried around the settings so far, as factors of each. */
const FACTORS = {
  alphaOwn: [2 / 3, 1, 3 / 2],
  beta: [1 / 2, 1, 2],
  alphaShared: [1 / 2, 1, 2],
} as const;
/** A gain that chance alone gives more often than this changes nothing. */
const SIGNIFICANCE = 0.05;
const OWN_SEEDS = [1, 2];
/** Glyphs read with shared samples in memory, with and without own samples each. */
const SHARED_TRIALS = 600;

/** What a card says of its memory. */
export type MemoryOfCard = Pick<ModelCard, 'memory' | 'memoryTuning'>;

/**
 * Tries settings around those that a network inherits from the one it was trained from, by the rule that
 * chose the shipped ones (`tuneParameters`), on glyphs of hands that no network has learnt from. They are
 * changed only where that helps beyond chance, and costs nobody more than the rule tolerates, neither
 * against no memory nor against the settings so far. Number of neighbours and cap stay as they are.
 *
 * @param subjects the hands' glyphs as the network reads them, one for each task
 * @param pool everybody's samples, as many and as uneven as can be had
 * @returns for the card, and a line for the job's log
 */
export function retuneMemory(
  subjects: readonly Subject[],
  inherited: MemoryParameters,
  pool: Memory,
): MemoryOfCard & { readonly line: string } {
  const own = subjects.map((subject) => drawOwnTrials(subject, OWN_SEEDS, inherited.nearest));
  if (own.some(({ byCount }) => [...byCount.values()].every(({ length }) => length === 0))) {
    return asInherited(inherited, 'no hand has enough samples to try memory on');
  }
  const shared = subjects.map((subject) =>
    drawSharedTrials(subject, [allowedPool(subject, pool)], SHARED_TRIALS, inherited.nearest),
  );
  const rated = rateOwn(subjects, own, settingsAround(inherited)).flatMap((setting) =>
    rateShared(subjects, shared, setting, sharesAround(inherited)).map((one) => ({
      ...one,
      harmless: one.harmless && setting.harmless,
    })),
  );
  const former = rated.find(({ setting }) => isSame(setting, inherited))!;
  const better = bestOf(rated, former);
  const hands = [...new Set(subjects.flatMap((subject) => subject.hands))];
  const p = chanceOfGain(
    rated.map((one) => gainsByHand(former, one, hands)),
    rated.indexOf(better),
  );
  const isBetter = better !== former && p <= SIGNIFICANCE;
  const memory = isBetter ? better.setting : inherited;
  const line = tell(rated.length - 1, former, better, p, isBetter);
  return {
    memory,
    memoryTuning: [
      `${line} ${described(subjects, hands)}`,
      ...subjects.flatMap((subject, at) =>
        tables(subject, own[at]!, shared[at]!, isBetter ? [inherited, memory] : [inherited]),
      ),
    ].join('\n\n'),
    line,
  };
}

/** Nothing could be tried, and the card says why. */
export function asInherited(
  memory: MemoryParameters,
  because: string,
): MemoryOfCard & { readonly line: string } {
  const line = `Memory's settings stay those of the version before, untried: ${because}.`;
  return { memory, memoryTuning: `${line} They are ${describeMemory(memory)}.`, line };
}

function settingsAround(inherited: MemoryParameters): MemoryParameters[] {
  return around('alphaOwn', inherited).flatMap((alphaOwn) =>
    around('beta', inherited).map((beta) => ({ ...inherited, alphaOwn, beta })),
  );
}

const sharesAround = (inherited: MemoryParameters): SharedSetting[] =>
  around('alphaShared', inherited).map((alphaShared) => ({ alphaShared }));

/** Never beyond what was searched for the shipped networks, however many trainings follow each other. */
function around(name: keyof typeof FACTORS, inherited: MemoryParameters): number[] {
  const [low, high] = [Math.min(...GRID[name]), Math.max(...GRID[name])];
  const values = FACTORS[name].map((factor) => {
    const value = Math.round(inherited[name] * factor * 100) / 100;
    return factor === 1 ? inherited[name] : Math.min(high, Math.max(low, value));
  });
  return [...new Set(values)];
}

/** The best by the rule; the former one itself always may stay. */
function bestOf(rated: readonly Rated[], former: Rated): Rated {
  const candidates = rated.filter(
    (one) =>
      one === former ||
      (one.harmless &&
        one.otherHands.every((error, at) => isHarmless(former.otherHands[at]!, error))),
  );
  return choose(candidates.map((one) => ({ ...one, setting: one, harmless: true })));
}

const isSame = (a: MemoryParameters, b: MemoryParameters) =>
  a.alphaOwn === b.alphaOwn && a.beta === b.beta && a.alphaShared === b.alphaShared;

function gainsByHand(former: Rated, other: Rated, hands: readonly string[]): Float64Array {
  const of = ({ errorByHand }: Rated, hand: string) => errorByHand.get(hand) ?? 0;
  return Float64Array.from(hands, (hand) => of(former, hand) - of(other, hand));
}

function tell(tried: number, former: Rated, better: Rated, p: number, isBetter: boolean): string {
  const error = ({ error: share }: Rated) => `${(share * 100).toFixed(2)} %`;
  const figures = `error ${error(former)} to ${error(better)}, p = ${p.toFixed(3)}`;
  const old = describeMemory(former.setting);
  const now = describeMemory(better.setting);
  if (isBetter)
    return `Memory was tuned again for this version: ${now}, instead of ${old}: ${figures}.`;
  const kept = `Memory's settings stay those of the version before: ${old}.`;
  const others = `${kept} Of ${tried} around them, without those that cost others too much, none was better`;
  return better === former
    ? `${others}.`
    : `${others} beyond chance; the best: ${now}: ${figures}.`;
}

function described(subjects: readonly Subject[], hands: readonly string[]): string {
  const glyphs = Math.max(...subjects.map(({ count }) => count));
  return (
    `Tried on ${glyphs} glyphs of ${hands.length} validation hands, with own samples alone and with ` +
    'those of others beside them; p by flipping the signs of whole hands, the largest gain of all settings each time.'
  );
}

function tables(
  subject: Subject,
  own: OwnTrials,
  shared: SharedTrials,
  settings: readonly MemoryParameters[],
): string[] {
  return [
    `### Validation hands, ${subject.task}: error with own samples in memory`,
    ownTable(subject, own, settings),
    `### Validation hands, ${subject.task}: error with shared samples in memory`,
    sharedTable(subject, shared, settings),
  ];
}
