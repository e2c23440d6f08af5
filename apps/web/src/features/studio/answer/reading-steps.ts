import type { PredictionResponse } from '@inkling/contract';
import type { Step } from '@inkling/ink';
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
    picture: pictureOf(step),
    ...wordsOf(step.name),
  }));
}

function pictureOf({ width, height, pixels }: Step): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (!pen) return '';
  const image = pen.createImageData(width, height);
  pixels.forEach((luma, at) => image.data.set([luma, luma, luma, 255], at * 4));
  pen.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
