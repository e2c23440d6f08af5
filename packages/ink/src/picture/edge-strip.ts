import type { GreyPicture } from '../types.js';
import { cropPicture } from './overview.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min, round } = Math;

/** A border is at most this part of the picture's shorter side wide, and so many pixels at least. */
const WIDEST_SHARE = 0.02;
const WIDEST_PIXELS = 4;

/** Its tones differ by no more than this (0..1) ... */
const SAME_TONE = 0.12;

/** ... and the ring inside it by more than this on nearly all of its pixels: so it is no paper. */
const OTHER_TONE = 0.15;
const NEARLY_ALL = 0.85;

/**
 * Cuts off a border of one tone that runs around the very edge of the picture, as scanners and
 * screenshots leave it. It would be taken for the paper, and the paper for ink.
 */
export function withoutEdgeStrip(picture: GreyPicture): GreyPicture {
  const { width, height } = picture;
  const shorter = min(width, height);
  const widest = min(shorter >> 2, max(WIDEST_PIXELS, round(WIDEST_SHARE * shorter)));
  const isBorder = (ring: number) =>
    isRing(picture, ring, { apart: false, by: SAME_TONE, share: 1 });
  const isApart = (ring: number) =>
    isRing(picture, ring, { apart: true, by: OTHER_TONE, share: NEARLY_ALL });
  // Of most pictures the first pixels of a ring tell that it isn't apart.
  let inner = 1;
  while (inner <= widest + 1 && !isApart(inner)) inner++;
  if (widest === 0 || inner > widest + 1) return picture;
  // A soft edge makes one ring that is neither border nor paper.
  const last = max(0, inner - 2);
  for (let ring = 0; ring <= last; ring++) if (!isBorder(ring)) return picture;
  return cropPicture(picture, {
    left: inner,
    top: inner,
    right: width - inner,
    bottom: height - inner,
  });
}

/** What is asked of a ring: this share of it differs from the picture's corner by more than this, or does not. */
interface Asked {
  readonly apart: boolean;
  readonly by: number;
  readonly share: number;
}

/** Of the pixels so many away from the edge. */
function isRing(
  { width, height, pixels }: GreyPicture,
  ring: number,
  { apart, by, share }: Asked,
): boolean {
  const [right, bottom] = [width - 1 - ring, height - 1 - ring];
  if (right < ring || bottom < ring) return false;
  const tone = pixels[0]!;
  const far = 255 * by;
  let others = (1 - share) * 2 * (right - ring + bottom - ring);
  const line = (from: number, to: number, step: number) => {
    for (let at = from; at <= to && others >= 0; at += step) {
      if (abs(pixels[at]! - tone) > far !== apart) others--;
    }
  };
  line(ring * width + ring, ring * width + right, 1);
  line(bottom * width + ring, bottom * width + right, 1);
  line((ring + 1) * width + ring, (bottom - 1) * width + ring, width);
  line((ring + 1) * width + right, (bottom - 1) * width + right, width);
  return others >= 0;
}
