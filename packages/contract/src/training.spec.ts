import { expect, it } from '@jest/globals';
import { DEFAULT_TRAINING_PARAMETERS, TRAINING_RANGES, trainingParametersFor } from './training.js';

it('replays less beside each of many samples, and never fewer than there are', () => {
  const ratio = (samples: number) => trainingParametersFor('digits', samples).replayRatio;
  expect([0, 1, 200, 5_000].map(ratio)).toEqual([8, 8, 8, 8]);
  expect([6_000, 20_000, 30_000].map(ratio)).toEqual([6.7, 2, 1.3]);
  expect([40_000, 100_000].map(ratio)).toEqual([1, 1]);
  expect(trainingParametersFor('lines', 8_000).replayRatio).toBe(4);
});

it('leaves the other parameters, and stays within what may be asked for', () => {
  const { replayRatio, ...others } = DEFAULT_TRAINING_PARAMETERS.characters;
  const { replayRatio: less, ...same } = trainingParametersFor('characters', 50_000);
  expect(same).toEqual(others);
  expect(less).toBeLessThan(replayRatio);
  expect(less).toBeGreaterThanOrEqual(TRAINING_RANGES.replayRatio[0]);
});
