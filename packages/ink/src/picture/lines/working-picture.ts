import type { GreyPicture } from '../../types.js';
import { withoutDither } from '../dither.js';
import { withoutEdgeStrip } from '../edge-strip.js';
import { boundsWithin, type Box } from '../grid.js';
import { cropPicture, shrinkPicture } from '../overview.js';
import { sheetIn } from '../sheet.js';
import { composed, SAME, type Similarity } from '../similarity.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min, sqrt } = Math;

/** Larger pictures are shrunk to this side before anything else. */
const LARGEST_SIDE = 2048;

/** Rows are looked for in pictures of at most so many pixels, ... */
const LOOKED_AT = 250_000;

/** ... and from nearer at most so many, ... */
const MOST_PIXELS = 400_000;

/** ... unless their shorter side would become less than this: a long line needs its height. */
const LEAST_HEIGHT = 64;

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
  const factor = ceil(max(sent.width, sent.height) / LARGEST_SIDE);
  const shrunk = shrunkBy({ picture: sent, toSent: SAME }, kept(sent, factor));
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
export const lookFactor = (picture: GreyPicture): number =>
  kept(picture, ceil(sqrt((picture.width * picture.height) / LOOKED_AT)));

/** A lesser one, that gives rows of such a height (in pixels, shrunk by `factor`) the height that is wanted. */
export function nearFactor(
  picture: GreyPicture,
  factor: number,
  height: number,
  wanted: number,
): number {
  const most = ceil(sqrt((picture.width * picture.height) / MOST_PIXELS));
  return max(1, most, floor((factor * height) / wanted));
}

/** A factor that keeps what a line needs. */
const kept = ({ width, height }: GreyPicture, factor: number): number =>
  max(
    1,
    ceil(max(width, height) / LONGEST_LINE),
    min(factor, floor(min(width, height) / LEAST_HEIGHT)),
  );

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
