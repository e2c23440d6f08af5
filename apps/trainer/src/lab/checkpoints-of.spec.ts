import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { checkpointsOf } from './checkpoints-of.js';

it('keeps trainings on other data apart', () => {
  expect(checkpointsOf('digits', { seed: 1 })).toBe(join('checkpoints', 'digits-seed1'));
  expect(checkpointsOf('digits', { seed: 1, lesson: '--without-emnist --leave-out syn,art' })).toBe(
    join('checkpoints', 'digits-seed1-without-emnist-leave-out-syn-art'),
  );
});
