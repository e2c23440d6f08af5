import { describe, expect, it } from '@jest/globals';
import { normaliseRows } from '@inkling/recognizer';
import { NO_MEMORY, scoreTrials } from './score.js';
import { CLASSES, EACH, simulateHands, SIZE } from './testing/simulated-hands.js';
import { newcomerTrials, otherHandTrials, ownTrials, someTrials, withShared } from './trials.js';
import { drawOwnTrials, drawSharedTrials, OWN_COUNTS, tuneParameters } from './tune.js';

const subject = simulateHands({ hands: 3, misread: (hand) => hand === 0, lead: 2 });
const pool = {
  embeddings: normaliseRows(new Float32Array(SIZE * 3).fill(1), SIZE),
  classes: [0, 1, 2],
};
const parameters = { alphaOwn: 8, alphaShared: 1, beta: 10, nearest: 8, classCap: 2 };

describe('ownTrials', () => {
  const trials = ownTrials(subject, 2, 1, 100);

  it('never reads what memory holds', () => {
    expect(trials).toHaveLength(3 * CLASSES * (EACH - 2));
    for (const { row, own } of trials) {
      // The same embedding would have a similarity of 1.
      expect(own).toHaveLength(2 * CLASSES);
      expect(Math.max(...own.map(({ similarity }) => similarity))).toBeLessThan(0.99999);
      expect(own.every((match) => match.own)).toBe(true);
      expect(own.filter(({ classIndex }) => classIndex === subject.labels[row])).toHaveLength(2);
    }
  });

  it('is drawn by lot, the same for the same seed', () => {
    expect(ownTrials(subject, 2, 1, 100)).toEqual(trials);
    expect(ownTrials(subject, 2, 2, 100)).not.toEqual(trials);
  });

  it('leaves out hands that have too little to be read', () => {
    expect(ownTrials(subject, EACH, 1, 8)).toEqual([]);
  });
});

describe('otherHandTrials', () => {
  it('reads what others drew with the memory of one hand', () => {
    const trials = otherHandTrials(subject, 2, 1, 100);
    expect(trials).toHaveLength(3 * 2 * CLASSES * EACH);
    // No hand's samples are near another's, so none is as near as a hand's own would be.
    const nearestOf = trials.map(({ own }) => own[0]!.similarity);
    expect(nearestOf.reduce((sum, value) => sum + value) / trials.length).toBeLessThan(0.7);
  });
});

describe('withShared', () => {
  it('finds the pool and other hands, but never the hand itself', () => {
    const trials = withShared(subject, someTrials(newcomerTrials(subject), 20, 1), pool, 1000);
    for (const { own, shared } of trials) {
      expect(own).toEqual([]);
      expect(shared).toHaveLength(3 + 2 * CLASSES * EACH);
      expect(shared.every((match) => !match.own)).toBe(true);
      const similarities = shared.map(({ similarity }) => similarity);
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    }
  });
});

describe('scoreTrials', () => {
  it('is the network alone without memory', () => {
    const score = scoreTrials(subject, newcomerTrials(subject), NO_MEMORY);
    expect(score).toMatchObject({ samples: 252, error: EACH / 252 });
    expect(score.balancedError).toBeCloseTo(1 / 3 / CLASSES, 12);
  });

  it('says what each hand adds to the error', () => {
    const { error, errorByHand } = scoreTrials(subject, newcomerTrials(subject), NO_MEMORY);
    expect([...errorByHand.keys()]).toEqual(['hand0']);
    expect(errorByHand.get('hand0')).toBeCloseTo(error, 12);
  });

  it('shows what memory mends', () => {
    const trials = ownTrials(subject, 2, 1, 8);
    expect(scoreTrials(subject, trials, NO_MEMORY).error).toBeGreaterThan(0.05);
    const mended = scoreTrials(subject, trials, parameters);
    expect(mended.error).toBe(0);
    expect(mended.logLoss).toBeLessThan(scoreTrials(subject, trials, NO_MEMORY).logLoss);
  });

  it('lets no more than the nearest take part', () => {
    const near = { classIndex: 3, similarity: 1, own: true };
    const far = { classIndex: 0, similarity: 0.99, own: true };
    const trials = [{ row: 0, own: [near, far, far, far], shared: [] }];
    expect(scoreTrials(subject, trials, { ...parameters, nearest: 1 }).error).toBe(1);
    expect(scoreTrials(subject, trials, { ...parameters, nearest: 4 }).error).toBe(0);
  });
});

describe('drawOwnTrials', () => {
  it('draws as many lots of what memory spoils as of what it mends', () => {
    const one = drawOwnTrials(subject, [1], 4);
    const two = drawOwnTrials(subject, [1, 2], 4);
    expect(two.otherHands).toHaveLength(2 * one.otherHands.length);
    expect(two.byCount.get(2)).toHaveLength(2 * one.byCount.get(2)!.length);
  });
});

describe('tuneParameters', () => {
  it('finds parameters under which own samples mend the errors and others spoil nothing', () => {
    const own = drawOwnTrials(subject, [1], 16);
    const shared = drawSharedTrials(subject, [pool], 100, 16);
    const chosen = tuneParameters([subject], [own], [shared]);
    for (const n of OWN_COUNTS) {
      expect(scoreTrials(subject, own.byCount.get(n)!, chosen).error).toBe(0);
    }
    const spoilt = scoreTrials(subject, own.otherHands, chosen).error;
    expect(spoilt).toBeLessThanOrEqual(
      scoreTrials(subject, own.otherHands, NO_MEMORY).error * 1.1 + 1e-9,
    );
  });
});
