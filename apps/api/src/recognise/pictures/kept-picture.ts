/** What is kept fits into a square of this side. */
export const KEPT_SIDE_PX = 1024;

/** A file of fewer bytes is not worth packing anew. */
const SMALL_FILE_BYTES = 64 * 1024;

/** The picture as it is kept: without metadata, no side longer than 1,024 pixels; a small plain PNG as it was sent. */
export interface KeptPicture {
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/**
 * The file itself, where that is what would be kept: packing a small drawing anew costs more than reading it.
 *
 * @param plain a plain PNG that has the picture as it was read
 */
export function keptAsSent(
  { width, height }: { readonly width: number; readonly height: number },
  plain: Uint8Array,
): KeptPicture | undefined {
  if (Math.max(width, height) > KEPT_SIDE_PX || plain.length > SMALL_FILE_BYTES) return undefined;
  return { mediaType: 'image/png', width, height, bytes: plain };
}
