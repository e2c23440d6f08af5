import type { PredictionResponse } from '@inkling/contract';
import type { StepName } from '@inkling/ink';

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
  strip: ['Strip', 'The row brought to one height. This is what the network for lines sees.'],
};

/** Steps that the server worked out, with words for them. */
export function shownSteps(steps: NonNullable<PredictionResponse['steps']>): ShownStep[] {
  return steps.map((step) => ({ ...step, ...wordsOf(step.name) }));
}

export function wordsOf(name: string): { title: string; words: string } {
  const [title, words] = WORDS[name as StepName] ?? [name, ''];
  return { title, words };
}
