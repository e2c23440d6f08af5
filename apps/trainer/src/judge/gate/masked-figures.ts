import type { Network } from '@inkling/recognizer';
import type { Reading } from '../../onnx/reading.js';
import { accuracyAtTask } from './answers.js';

/**
 * How the characters network reads letters when only letters may answer, which is the task `letters`,
 * and digits when only digits may. For the record: what is right among all 47 classes is right among
 * fewer, so the decision over all of them is the stricter one.
 */
export function maskedFigures(
  network: Network,
  former: Reading,
  challenger: Reading,
): Record<string, number | null> {
  if (network === 'digits') return {};
  return {
    lettersAccuracy: accuracyAtTask(network, 'letters', challenger),
    formerLettersAccuracy: accuracyAtTask(network, 'letters', former),
    digitsAccuracy: accuracyAtTask(network, 'digits', challenger),
    formerDigitsAccuracy: accuracyAtTask(network, 'digits', former),
  };
}
