import type { MemoryParameters } from '@inkling/recognition';
import { best, choose, isHarmless, type Candidate } from './choose.js';
import { NO_MEMORY, scoreTrials, type Score } from './score.js';
import type { Subject } from './subject.js';
import {
  newcomerTrials,
  otherHandTrials,
  ownTrials,
  someTrials,
  withShared,
  type Memory,
  type Trial,
} from './trials.js';

/** Own samples a class, as in the table. */
export const OWN_COUNTS = [1, 2, 5, 10] as const;
/** Own samples a class when a memory is looked at for what it spoils or what others add to it. */
export const SPOIL_COUNT = 5;
export const SHARED_OWN_COUNT = 2;

/** What is searched. */
export const GRID = {
  alphaOwn: [2, 4, 8, 12, 16],
  beta: [5, 10, 20, 40],
  classCap: [1, 2, 4],
  nearest: [4, 8, 16],
  alphaShared: [0, 0.5, 1, 2, 4, 8],
} as const;

/** Of the settings for own samples this many, the best, are tried with shared ones. */
const KEPT = 24;

export const MOST_NEAREST = Math.max(...GRID.nearest);

export interface OwnTrials {
  /** By the number of own samples a class. */
  readonly byCount: ReadonlyMap<number, readonly Trial[]>;
  readonly otherHands: readonly Trial[];
}

/** Trials for several lots, put together. */
export function drawOwnTrials(
  subject: Subject,
  seeds: readonly number[],
  nearestCount: number,
): OwnTrials {
  const byCount = new Map(
    OWN_COUNTS.map((n) => [n, seeds.flatMap((seed) => ownTrials(subject, n, seed, nearestCount))]),
  );
  const otherHands = otherHandTrials(subject, SPOIL_COUNT, seeds[0]!, nearestCount);
  return { byCount, otherHands };
}

export interface SharedTrials {
  /** People without a sample of their own. */
  readonly newcomers: readonly Trial[];
  /** People with a few. */
  readonly settled: readonly Trial[];
}

export function drawSharedTrials(
  subject: Subject,
  pools: readonly Memory[],
  count: number,
  nearestCount: number,
): SharedTrials {
  const draw = (trialsOf: (seed: number) => Trial[]) =>
    pools.flatMap((pool, at) =>
      withShared(subject, someTrials(trialsOf(at + 1), count, at + 1), pool, nearestCount),
    );
  return {
    newcomers: draw(() => newcomerTrials(subject)),
    settled: draw((seed) => ownTrials(subject, SHARED_OWN_COUNT, seed, nearestCount)),
  };
}

/**
 * Searches in two steps: own samples first, without shared ones; then everybody's samples beside them,
 * with the settings that were best. No setting may spoil the reading of other hands' drawings, nor may
 * shared samples raise an error, least of all that of rare classes.
 */
export function tuneParameters(
  subjects: readonly Subject[],
  ownTrials: readonly OwnTrials[],
  sharedTrials: readonly SharedTrials[],
): MemoryParameters {
  const kept = best(ownCandidates(subjects, ownTrials), KEPT);
  return choose(kept.flatMap((own) => sharedCandidates(subjects, sharedTrials, own)));
}

function ownCandidates(
  subjects: readonly Subject[],
  trials: readonly OwnTrials[],
): Candidate<MemoryParameters>[] {
  const alone = subjects.map(
    (subject, at) => scoreTrials(subject, trials[at]!.otherHands, NO_MEMORY).error,
  );
  return ownGrid().map((setting) => {
    const scores = subjects.flatMap((subject, at) => scoresOf(subject, trials[at]!, setting));
    return {
      setting,
      error: mean(scores.map(({ error }) => error)),
      logLoss: mean(scores.map(({ logLoss }) => logLoss)),
      harmless: subjects.every((subject, at) =>
        isHarmless(alone[at]!, scoreTrials(subject, trials[at]!.otherHands, setting).error),
      ),
    };
  });
}

function ownGrid(): MemoryParameters[] {
  return GRID.alphaOwn.flatMap((alphaOwn) =>
    GRID.beta.flatMap((beta) =>
      GRID.classCap.flatMap((classCap) =>
        GRID.nearest.map((nearest) => ({ alphaOwn, alphaShared: 0, beta, nearest, classCap })),
      ),
    ),
  );
}

/** The figures with shared samples count as much as those with own ones. */
function sharedCandidates(
  subjects: readonly Subject[],
  trials: readonly SharedTrials[],
  own: Candidate<MemoryParameters>,
): Candidate<MemoryParameters>[] {
  const lists = subjects.flatMap((subject, at) =>
    [trials[at]!.newcomers, trials[at]!.settled].map((list) => ({ subject, list })),
  );
  const before = lists.map(({ subject, list }) => scoreTrials(subject, list, own.setting));
  return GRID.alphaShared.map((alphaShared) => {
    const setting = { ...own.setting, alphaShared };
    const scores = lists.map(({ subject, list }) => scoreTrials(subject, list, setting));
    return {
      setting,
      error: (own.error + mean(scores.map(({ error }) => error))) / 2,
      logLoss: (own.logLoss + mean(scores.map(({ logLoss }) => logLoss))) / 2,
      harmless: scores.every(
        ({ error, balancedError }, at) =>
          isHarmless(before[at]!.error, error) &&
          isHarmless(before[at]!.balancedError, balancedError),
      ),
    };
  });
}

/** How it goes with own samples, for each number of them that some hand has enough samples for. */
function scoresOf(subject: Subject, { byCount }: OwnTrials, parameters: MemoryParameters): Score[] {
  return [...byCount.values()]
    .filter(({ length }) => length > 0)
    .map((list) => scoreTrials(subject, list, parameters));
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
