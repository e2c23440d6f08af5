import { join } from 'node:path';
import type { TrainingSettings } from '../learn/training/train.js';

/** Where a training keeps its checkpoints unless it is told: one of other data goes on from none of these. */
export const checkpointsOf = (
  name: string,
  { seed, lesson = '' }: Pick<TrainingSettings, 'seed' | 'lesson'>,
): string => join('checkpoints', `${name}-seed${seed}${lesson.replaceAll(/\W+/g, '-')}`);
