import type { PredictionResponse } from '@inkling/contract';
import type { Step, StepName } from '@inkling/ink';
import { late } from '../../../shared/late-script';
import type { Sheet } from '../sheet/sheet';

export interface ShownStep {
  readonly name: string;
  readonly title: string;
  readonly words: string;
  readonly width: number;
  /** PNG data URL. */
  readonly picture: string;
}

const WORDS: Record<StepName, readonly [title: string, words: string]> = {
  drawing: ['What came in', 'As it was drawn.'],
  grey: ['Grey', 'Colours are left out.'],
  ink: ['Ink and paper', 'Told apart by how dark they are, place by place.'],
  cleaned: ['Cleaned', 'Specks and shadows are removed.'],
  cropped: ['Cut out', 'Cropped to the ink; position and size don’t matter.'],
  'pen-width': ['Same pen', 'Lines are brought to one width, thick pen or thin.'],
  boxed: ['Same size', 'Fitted into a box of 20 × 20 pixels.'],
  centred: [
    'Centred',
    'Moved so that its centre of mass is in the middle. This is what the network sees.',
  ],
};

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

/** Steps that the server worked out, with words for them. */
export function shownSteps(steps: NonNullable<PredictionResponse['steps']>): ShownStep[] {
  return steps.map((step) => ({ ...step, ...wordsOf(step.name) }));
}

function wordsOf(name: string): { title: string; words: string } {
  const [title, words] = WORDS[name as StepName] ?? [name, ''];
  return { title, words };
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
