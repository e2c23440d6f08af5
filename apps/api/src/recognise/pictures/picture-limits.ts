import { ProblemError } from '../../common/problem-error.js';
import type { Cost } from './header/cost.js';

/** Larger pictures are reduced to this before they are normalised: a character needs no more. */
export const WORKING_SIDE_PX = 1600;

/** Longer ones cost more than their pixels tell: a row or a column at a time. */
export const MAX_SIDE_PX = 16_384;

const MEGA = 1_000_000;

/** What all pixels together may take, decoded. */
const MAX_DECODED_BYTES = 256 * MEGA;

/** What a decoder may have in memory at a time: all of an interlaced PNG, some lines of another one. */
const MAX_HELD_BYTES = 128 * MEGA;

/** Pixels that are gone over: a progressive JPEG goes over all of them in each of its scans. */
const MAX_PIXEL_PASSES = 400 * MEGA;

/** What takes some 0.2 s at most; everything else is dear. */
const CHEAP = { decodedBytes: 20 * MEGA, pixelPasses: 20 * MEGA };

export const tooManyBytes = (): ProblemError =>
  new ProblemError('too_large', 'The picture has more than 8 MB. Send a smaller one.');

export const unreadable = (detail: string, cause?: unknown): ProblemError =>
  new ProblemError('unreadable_picture', detail, { cause });

const tooDear = (what: string): ProblemError =>
  new ProblemError('too_large', `${what} Reduce it, or cut out the character.`);

export const tookTooMuch = (): ProblemError =>
  tooDear('Decoding the picture takes too long or too much memory.');

export const needsMoreMemory = (): ProblemError =>
  tooDear('Decoding the picture needs more memory than the server has left.');

const RETRY_AFTER_S = 2;

export const tooBusy = (): ProblemError =>
  new ProblemError('busy', 'Too many pictures are waiting. Send it again in a moment.', {
    headers: { 'retry-after': String(RETRY_AFTER_S) },
  });

/** @throws ProblemError `too_large` when what the header says would cost too much */
export function checkCost(header: Cost & { readonly name: string }): void {
  const { width, height, decodedBytes, heldBytes, pixelPasses } = header;
  if (Math.max(width, height) > MAX_SIDE_PX) {
    throw tooDear(`The picture has a side of more than 16,384 pixels: ${width} × ${height}.`);
  }
  if (decodedBytes > MAX_DECODED_BYTES) {
    throw tooDear(`The picture of ${width} × ${height} pixels has more than 256 MB when decoded.`);
  }
  if (heldBytes > MAX_HELD_BYTES) {
    throw tooDear(
      `A ${header.name} of ${width} × ${height} pixels needs more than 128 MB of memory to decode.`,
    );
  }
  if (pixelPasses > MAX_PIXEL_PASSES) {
    throw tooDear(`The ${header.name} of ${width} × ${height} pixels takes too long to decode.`);
  }
}

/** Dear pictures wait for one another, so that they never keep the others from being read. */
export const isDear = ({ decodedBytes, heldBytes, pixelPasses }: Cost): boolean =>
  Math.max(decodedBytes, heldBytes) > CHEAP.decodedBytes || pixelPasses > CHEAP.pixelPasses;
