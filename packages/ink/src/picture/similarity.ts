import type { Corner } from './hull.js';

/**
 * Where the places of one picture are in another: turned, scaled and moved, without being mirrored. Places are
 * continuous: the first pixel reaches from 0 to 1.
 */
export interface Similarity {
  /** Where the left upper corner is. */
  readonly x: number;
  readonly y: number;
  /** Where one pixel to the right leads. */
  readonly along: Corner;
}

export const SAME: Similarity = { x: 0, y: 0, along: { x: 1, y: 0 } };

export const mapped = ({ x, y, along }: Similarity, place: Corner): Corner => ({
  x: x + place.x * along.x - place.y * along.y,
  y: y + place.x * along.y + place.y * along.x,
});

/** The second one, and then the first. */
export const composed = (then: Similarity, first: Similarity): Similarity => ({
  ...mapped(then, first),
  along: {
    x: first.along.x * then.along.x - first.along.y * then.along.y,
    y: first.along.x * then.along.y + first.along.y * then.along.x,
  },
});
