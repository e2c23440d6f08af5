import type { PredictionResponse } from '@inkling/contract';
import { greyPictureUrl } from '../../../shared/grey-picture';
import { late } from '../../../shared/late-script';
import { shownSteps, wordsOf, type ShownStep } from '../../../shared/step-words';
import type { Sheet } from '../sheet/sheet';

/**
 * The way from what lies on the sheet to the glyph. Strokes are worked out here: packages/ink does the
 * same in the browser as on the server. A picture's steps came with its answer.
 */
export async function readingSteps(
  sheet: Sheet,
  prediction: PredictionResponse | null,
): Promise<ShownStep[]> {
  if (sheet.picture) {
    return shownSteps(prediction?.steps ?? []);
  }
  const { glyphFromStrokes } = await late(() => import('@inkling/ink'))();
  const { steps = [] } = glyphFromStrokes(
    sheet.strokes.map(({ points }) => points),
    { explain: true },
  );
  return steps.map((step) => ({
    name: step.name,
    width: step.width,
    picture: greyPictureUrl(step),
    ...wordsOf(step.name),
  }));
}
