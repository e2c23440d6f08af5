import { THRESHOLD_PRIOR } from './weights.js';

/** What the samples labelled with one class have in common. */
export interface ClassConfidence {
  readonly classIndex: number;
  readonly samples: number;
  /** Mean probability of that class by the network alone, 0..1. */
  readonly mean: number;
}

/**
 * Thresholds of confident learning (Northcutt et al. 2021): for each class the mean probability that the
 * network alone gives it on the samples that people labelled so. A class that the network is shy of has
 * a low one, so that its samples are not suspect for that; one with few samples starts from a prior.
 *
 * @param classes how many the network has
 * @returns by class index, above 0 and at most 1
 */
export function classThresholds(
  classes: number,
  confidences: readonly ClassConfidence[],
): Float64Array {
  const { samples: prior, confidence } = THRESHOLD_PRIOR;
  const thresholds = new Float64Array(classes).fill(confidence);
  for (const { classIndex, samples, mean } of confidences) {
    thresholds[classIndex] = (samples * mean + prior * confidence) / (samples + prior);
  }
  return thresholds;
}
