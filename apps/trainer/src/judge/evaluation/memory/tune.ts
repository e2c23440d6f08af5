import type { MemoryParameters, Task } from '@inkling/recognizer';
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
  betaShared: [5, 10, 20, 40],
} as const;

/** Of the settings for own samples this many, the best, are tried with shared ones. */
const KEPT = 24;

/**
 * Where digits and letters may answer, memory learns above all which of them a hand means by a shape that both
 * have. That can't hold for another hand, so what it does there is told, and forbids nothing.
 */
const MIXED: Task = 'characters';

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
  // One lot is not enough here either: a single cut drawing in a memory spoils many of them.
  const otherHands = seeds.flatMap((seed) =>
    otherHandTrials(subject, SPOIL_COUNT, seed, nearestCount),
  );
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
 *
 * @param nearest how many nearest samples may count
 */
export function tuneParameters(
  subjects: readonly Subject[],
  ownTrials: readonly OwnTrials[],
  sharedTrials: readonly SharedTrials[],
  nearest: readonly number[] = GRID.nearest,
): MemoryParameters {
  const kept = best(rateOwn(subjects, ownTrials, ownGrid(nearest)), KEPT);
  return choose(kept.flatMap((own) => rateShared(subjects, sharedTrials, own, sharedGrid())));
}

/** A setting and how it went, also hand by hand. */
export interface Rated extends Candidate<MemoryParameters> {
  /** What each hand adds to `error`. */
  readonly errorByHand: ReadonlyMap<string, number>;
  /** Error on other hands' drawings, for each subject. */
  readonly otherHands: readonly number[];
}

/** How settings go with own samples alone. */
export function rateOwn(
  subjects: readonly Subject[],
  trials: readonly OwnTrials[],
  settings: readonly MemoryParameters[],
): Rated[] {
  const ofOthers = (setting: MemoryParameters) =>
    subjects.map((subject, at) => scoreTrials(subject, trials[at]!.otherHands, setting).error);
  const alone = ofOthers(NO_MEMORY);
  return settings.map((setting) => {
    const scores = subjects.flatMap((subject, at) => scoresOf(subject, trials[at]!, setting));
    const otherHands = ofOthers(setting);
    return {
      setting,
      ...meanOf(scores),
      harmless: otherHands.every(
        (error, at) => subjects[at]!.task === MIXED || isHarmless(alone[at]!, error),
      ),
      otherHands,
    };
  });
}

function ownGrid(counts: readonly number[]): MemoryParameters[] {
  return GRID.alphaOwn.flatMap((alphaOwn) =>
    GRID.beta.flatMap((beta) =>
      GRID.classCap.flatMap((classCap) =>
        counts.map((nearest) => ({ alphaOwn, alphaShared: 0, beta, nearest, classCap })),
      ),
    ),
  );
}

/** How samples of others count. */
export type SharedSetting = Pick<MemoryParameters, 'alphaShared' | 'betaShared'>;

export const sharedGrid = (): SharedSetting[] => [
  { alphaShared: 0 },
  ...GRID.alphaShared
    .filter((alphaShared) => alphaShared > 0)
    .flatMap((alphaShared) => GRID.betaShared.map((betaShared) => ({ alphaShared, betaShared }))),
];

/**
 * How a setting goes with everybody's samples beside own ones, for each way to count them. The figures
 * with shared samples count as much as those with own ones.
 */
export function rateShared(
  subjects: readonly Subject[],
  trials: readonly SharedTrials[],
  own: Rated,
  sharedSettings: readonly SharedSetting[],
): Rated[] {
  const lists = subjects.flatMap((subject, at) =>
    [trials[at]!.newcomers, trials[at]!.settled].map((list) => ({ subject, list })),
  );
  const scoresWith = (setting: SharedSetting) =>
    lists.map(({ subject, list }) => scoreTrials(subject, list, { ...own.setting, ...setting }));
  const before = scoresWith({ alphaShared: 0 });
  return sharedSettings.map((sharedSetting) => {
    const scores = scoresWith(sharedSetting);
    return {
      setting: { ...own.setting, ...sharedSetting },
      ...meanOf([own, meanOf(scores)]),
      harmless: scores.every(
        ({ error, balancedError }, at) =>
          isHarmless(before[at]!.error, error) &&
          isHarmless(before[at]!.balancedError, balancedError),
      ),
      otherHands: own.otherHands,
    };
  });
}

/** How it goes with own samples, for each number of them that some hand has enough samples for. */
function scoresOf(subject: Subject, { byCount }: OwnTrials, parameters: MemoryParameters): Score[] {
  return [...byCount.values()]
    .filter(({ length }) => length > 0)
    .map((list) => scoreTrials(subject, list, parameters));
}

type Figures = Pick<Rated, 'error' | 'logLoss' | 'errorByHand'>;

function meanOf(all: readonly Figures[]): Figures {
  const errorByHand = new Map<string, number>();
  for (const { errorByHand: ofOne } of all) {
    for (const [hand, error] of ofOne) {
      errorByHand.set(hand, (errorByHand.get(hand) ?? 0) + error / all.length);
    }
  }
  return {
    error: mean(all.map(({ error }) => error)),
    logLoss: mean(all.map(({ logLoss }) => logLoss)),
    errorByHand,
  };
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
