import type { ClassicAnswer, ClassicPrediction, PredictionResponse } from '@inkling/contract';
import { isDigitLabel, networkOfTask } from '@inkling/recognizer';

const PNG = 'data:image/png;base64,';

/** The word of the app of custom_digits.h5 for answers that come from corrections. */
const FROM_MEMORY = 'Custom Dataset';

/** An answer of the API in the words of all old clients, see `classicAnswerSchema`. */
export function classicAnswer(
  answer: PredictionResponse,
  { mode }: Pick<ClassicPrediction, 'mode'>,
): ClassicAnswer {
  // A symbol that was taught among digits is none.
  const labelOf = (label: string) =>
    mode === 'digits' && isDigitLabel(label) ? Number(label) : label;
  const label = labelOf(answer.label);
  const { decidedBy, model, timings, glyph, candidates } = answer;
  const cropped = pictureOf(answer, 'cropped');
  const final = pictureOf(answer, 'centred');
  return {
    digit: label,
    prediction: label,
    predicted_class: label,
    confidence: answer.probability,
    top_predictions: candidates.map((candidate) => ({
      digit: labelOf(candidate.label),
      confidence: candidate.probability,
    })),
    source:
      decidedBy === 'memory' ? FROM_MEMORY : `${networkOfTask(mode)}, version ${model.version}`,
    time: secondsOf(timings.total),
    image: base64Of(glyph),
    ...(cropped !== undefined && { cropped_image: base64Of(cropped) }),
    ...(final !== undefined && { final_image: base64Of(final) }),
  };
}

/** Microseconds are enough. */
const secondsOf = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1e6;

const pictureOf = ({ steps }: PredictionResponse, step: string): string | undefined =>
  steps?.find(({ name }) => name === step)?.picture;

const base64Of = (pngUrl: string): string => pngUrl.slice(PNG.length);
