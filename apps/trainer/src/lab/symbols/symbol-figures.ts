import { expectedCalibrationError, softmax, symbolScores } from '@inkling/recognizer';
import type { ClassCentres, SymbolParameters } from '@inkling/recognizer/card';
import type { AskedSign } from './symbol-questions.js';

export interface Figures {
  /** Right among symbols alone, and beside the classes. */
  readonly alone: number;
  readonly beside: number;
  /** Calibration error of symbols that are answered, alone and beside the classes. */
  readonly errorAlone: number;
  readonly errorBeside: number;
}

export function figuresOf(
  asked: readonly AskedSign[],
  parameters: SymbolParameters,
  centres: ClassCentres | undefined,
): Figures {
  const toAlone = parameters.weightAlone / parameters.weight;
  const answers = asked.map(({ question, symbol }) => {
    const scores = symbolScores(question, parameters, centres);
    const best = scores.indexOf(Math.max(...scores));
    const all = softmax(Float64Array.of(...question.logProbabilities, ...scores));
    return {
      right: best === symbol,
      wins: scores[best]! > Math.max(...question.logProbabilities),
      // What all have in common makes no difference.
      alone: softmax(scores.map((score) => score * toAlone))[best]!,
      beside: all[question.logProbabilities.length + best]!,
    };
  });
  const winners = answers.filter(({ wins }) => wins);
  const isRight = answers.map(({ right }) => right);
  return {
    alone: isRight.filter(Boolean).length / asked.length,
    beside: winners.filter(({ right }) => right).length / asked.length,
    errorAlone: expectedCalibrationError(
      answers.map(({ alone }) => alone),
      isRight,
    ),
    errorBeside: expectedCalibrationError(
      winners.map(({ beside }) => beside),
      winners.map(({ right }) => right),
    ),
  };
}
