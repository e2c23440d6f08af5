import { isSamePart, textSteps } from '@inkling/recognizer';

/** How a text that was read stands beside the one that is wanted. */
export interface Aligned {
  /** Characters to put in, take out or change. */
  readonly wrong: number;
  /** For each character that is wanted, what stands in its place; nothing where it is missing. */
  readonly characters: readonly { readonly wanted: string; readonly read: string | undefined }[];
}

/**
 * Lays two texts beside each other with as few changes as can be; spaces in what was read count for nothing.
 *
 * @param wanted without spaces
 */
export function alignedWith(wanted: string, read: string): Aligned {
  const steps = textSteps(wanted, read.replaceAll(' ', ''));
  return {
    wrong: steps.filter((step) => !isSamePart(step)).length,
    characters: steps
      .filter(({ before }) => before !== '')
      .map(({ before, after }) => ({ wanted: before, read: after === '' ? undefined : after })),
  };
}
