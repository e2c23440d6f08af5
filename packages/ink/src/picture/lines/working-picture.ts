import type { GreyPicture } from '../../types.js';
import { withoutDither } from '../dither.js';
import { withoutEdgeStrip } from '../edge-strip.js';
import { boundsWithin, type Box } from '../grid.js';
import { cropPicture, shrinkPicture } from '../overview.js';
import { sheetIn } from '../sheet.js';
import { composed, SAME, type Similarity } from '../similarity.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min } = Math;

/** Larger pictures are shrunk to this side before anything else. */
const LARGEST_SIDE = 2048;

/** Rows are looked for in pictures of at most this side, ... */
const LOOKED_AT_SIDE = 1024;

/** ... unless their shorter side would become less than this: a long line needs its height. */
const LEAST_HEIGHT = 96;

/** Longer ones are shrunk in any case. */
const LONGEST_LINE = 4096;

/** A frame that is drawn near the edge is a strip of its own inside one of paper. */
const MOST_STRIPS = 2;

/** A picture and where its places are in the one that was sent. */
export interface Placed {
  readonly picture: GreyPicture;
  readonly toSent: Similarity;
}

/** The sheet that was written on, upright, in a size that can be worked with. */
export function workingPicture(sent: GreyPicture): Placed {
  const shrunk = shrunkBy({ picture: sent, toSent: SAME }, factorFor(sent, LARGEST_SIDE));
  const even = withoutDither(shrunk.picture);
  let inner = even;
  for (let strip = 0; strip < MOST_STRIPS; strip++) inner = withoutEdgeStrip(inner);
  const border = (even.width - inner.width) / 2;
  const sheet = sheetIn(inner, true);
  const moved = { x: border, y: border, along: { x: 1, y: 0 } };
  return {
    picture: sheet.picture,
    toSent: composed(composed(shrunk.toSent, moved), sheet.toWhole),
  };
}

/** As many pixels, along each side, as one has in which rows are looked for. */
export const lookFactor = (picture: GreyPicture): number => factorFor(picture, LOOKED_AT_SIDE);

function factorFor({ width, height }: GreyPicture, side: number): number {
  const [long, short] = [max(width, height), min(width, height)];
  return max(1, ceil(long / LONGEST_LINE), min(ceil(long / side), floor(short / LEAST_HEIGHT)));
}

/** Shrunk by a whole factor, or a little less where that makes no difference to the size. */
export function shrunkBy({ picture, toSent }: Placed, factor: number): Placed {
  const side = max(picture.width, picture.height);
  const longest = ceil(side / factor);
  const scale = ceil(side / longest);
  const shrink = { x: 0, y: 0, along: { x: scale, y: 0 } };
  return { picture: shrinkPicture(picture, longest), toSent: composed(toSent, shrink) };
}

/** The part of a picture inside a box. */
export function partOf({ picture, toSent }: Placed, box: Box): Placed {
  const part = boundsWithin(picture, box);
  const moved = { x: part.left, y: part.top, along: { x: 1, y: 0 } };
  return { picture: cropPicture(picture, part), toSent: composed(toSent, moved) };
}
