import type { Point, Stroke } from '@inkling/ink';
import { nearNormal, type Random } from '../../random.js';
import { placeOf } from './places.js';

/** A character as somebody wrote it by itself. */
export interface WrittenCharacter {
  readonly label: string;
  readonly strokes: readonly Stroke[];
}

/** How somebody writes a line, in heights of a capital. */
export interface Hand {
  /** Between characters; below 0 they overlap. */
  readonly spacing: number;
  /** Standard deviation of the spacing. */
  readonly unevenness: number;
  /** By how much heights differ, as a share. */
  readonly sizes: number;
  /** By how much a character strays from the base line. */
  readonly wobble: number;
  /** Rise of the base line for each height of a capital. */
  readonly rise: number;
  /** Bend of the base line over the whole line. */
  readonly bend: number;
  /** To the right for each height; below 0 to the left. */
  readonly lean: number;
  /** Width of a space. */
  readonly gap: number;
}

/** One hand in five lets characters touch or overlap. */
const TOUCHING = 0.2;

export function drawHand(random: Random): Hand {
  const touches = random.next() < TOUCHING;
  return {
    spacing: touches ? random.between(-0.14, 0.02) : random.between(0.04, 0.45),
    unevenness: touches ? random.between(0, 0.08) : random.between(0, 0.12),
    sizes: random.between(0, 0.14),
    wobble: random.between(0, 0.09),
    rise: random.between(-0.05, 0.05),
    bend: random.between(-0.12, 0.12),
    lean: random.between(-0.2, 0.35),
    gap: random.between(0.45, 1.1),
  };
}

/**
 * Characters that were written one by one, as a line of one hand: each in its place over the base line, at its
 * own aspect. Strokes keep their order.
 *
 * @param characters spaces have no strokes
 */
export function writeInkLine(
  characters: readonly WrittenCharacter[],
  hand: Hand,
  random: Random,
): Stroke[] {
  const normal = () => nearNormal(random);
  const length = characters.length;
  let pen = 0;
  return characters.flatMap(({ label, strokes }, at) => {
    if (label === ' ') {
      pen += hand.gap;
      return [];
    }
    const { left, top, scale, width } = fit(label, strokes, 1 + hand.sizes * normal());
    const bow = hand.bend * Math.sin((Math.PI * at) / Math.max(1, length - 1));
    const base = hand.wobble * normal() - hand.rise * pen - bow;
    const from = pen;
    pen += width + hand.spacing + hand.unevenness * normal();
    return strokes.map((stroke) =>
      stroke.map(([x, y]): Point => {
        const down = base + placeOf(label).top + (y - top) * scale;
        return [100 * (from + (x - left) * scale - hand.lean * (down - 1)), 100 * down];
      }),
    );
  });
}

/** A flat character is not blown up to the height of its place: its width says how large it is. */
const WIDEST = 1.3;

function fit(label: string, strokes: readonly Stroke[], size: number) {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const place = placeOf(label);
  const room = place.bottom - place.top;
  const widest = Math.min(WIDEST, Math.max(0.6, WIDEST * room));
  const scale = size * Math.min(room / Math.max(high, 1e-6), widest / Math.max(wide, 1e-6));
  return { left, top, scale, width: wide * scale };
}
