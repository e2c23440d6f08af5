import type { GateRuleResult } from '@inkling/contract';
import { expectedCalibrationError } from '@inkling/recognizer';
import { decimals } from './wording.js';

/** Answers under a network's own temperature. */
export interface CalibratedAnswers {
  readonly answers: {
    /** 1 where it was right. */
    readonly right: ArrayLike<number>;
    /** Of the answer it gave, 0..1. */
    readonly probabilities: ArrayLike<number>;
  };
  readonly temperature: number;
}

/**
 * Its probabilities mean as much as the champion's: the expected calibration error (Guo et al. 2017) on
 * the gate set, each with its own temperature, is no higher by more than what is allowed.
 */
export function calibrationRule(
  champion: CalibratedAnswers,
  challenger: CalibratedAnswers,
  allowed: number,
): GateRuleResult {
  const error = errorOf(challenger);
  const championError = errorOf(champion);
  return {
    rule: 'calibration',
    passed: error <= championError + allowed,
    sentence:
      `Calibration error on the gate set (temperature refitted to ${challenger.temperature.toFixed(2)}): ` +
      `${decimals(error)}, the champion's ${decimals(championError)}, limit ` +
      `${decimals(championError + allowed)}.`,
    figures: {
      calibrationError: error,
      championCalibrationError: championError,
      allowed,
      temperature: challenger.temperature,
      championTemperature: champion.temperature,
    },
  };
}

const errorOf = ({ answers: { right, probabilities } }: CalibratedAnswers) =>
  expectedCalibrationError(probabilities, Array.from(right, Boolean));
