import { ProblemError } from '../common/problem-error.js';

export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;
export const MAX_PICTURE_PIXELS = 40_000_000;

/** Larger pictures are reduced to this before they are normalised: a character needs no more. */
export const WORKING_SIDE_PX = 1600;

export const tooManyBytes = (): ProblemError =>
  new ProblemError('too_large', 'The picture has more than 8 MB. Send a smaller one.');

export const unreadable = (detail: string, cause?: unknown): ProblemError =>
  new ProblemError('unreadable_picture', detail, { cause });

/** @throws ProblemError when the size in a picture's header is beyond what is decoded */
export function checkDimensions(width: number, height: number): void {
  if (width * height <= MAX_PICTURE_PIXELS) return;
  throw new ProblemError(
    'too_large',
    `The picture has ${width} x ${height} pixels, more than 40 megapixels. Send a smaller one.`,
  );
}
