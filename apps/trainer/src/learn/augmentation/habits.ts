import { GLYPH_SIDE, renderStrokes, type Point, type Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';

/** How often a zero is slashed, or a seven barred, that was written without. */
const SLASHED_SHARE = 0.1;
const BARRED_SHARE = 0.2;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The further stroke that some people write: the slash of a zero, the bar of a seven; `undefined` for
 * other labels, and mostly for these.
 */
function habitOf(label: string, box: Box, random: Random): Stroke | undefined {
  const at = (x: number, y: number): Point => [box.left + x * box.width, box.top + y * box.height];
  const around = (value: number, by: number) => value + random.between(-by, by);
  if (label === '0' && random.next() < SLASHED_SHARE) {
    // From the lower left to the upper right, inside of the ring or a little beyond it.
    const inset = random.between(-0.08, 0.25);
    return [
      at(around(inset, 0.06), around(1 - inset, 0.06)),
      at(around(1 - inset, 0.06), around(inset, 0.06)),
    ];
  }
  if (label === '7' && random.next() < BARRED_SHARE) {
    const y = around(0.5, 0.08);
    return [at(around(0.22, 0.12), y + around(0, 0.05)), at(around(0.85, 0.12), y)];
  }
  return undefined;
}

/** The strokes, now and then with what some people add to them. */
export function withHabit(
  strokes: readonly Stroke[],
  label: string,
  random: Random,
): readonly Stroke[] {
  const points = strokes.flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  const box = { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
  const habit = habitOf(label, box, random);
  return habit ? [...strokes, habit] : strokes;
}

const INK_FROM = 0.3;

/** The same for a glyph of which only pixels are known: draws into it. */
export function addHabit(glyph: Float32Array, label: string, random: Random): void {
  let [left, top, right, bottom] = [GLYPH_SIDE, GLYPH_SIDE, 0, 0];
  for (let at = 0; at < glyph.length; at++) {
    if (glyph[at]! < INK_FROM) continue;
    const column = at % GLYPH_SIDE;
    const row = (at - column) / GLYPH_SIDE;
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
  }
  if (right <= left) return;
  const box = { left, top, width: right - left, height: bottom - top };
  const habit = habitOf(label, box, random);
  if (!habit) return;
  const here = { scale: 1, offsetX: 0, offsetY: 0 };
  const drawn = renderStrokes([habit], here, GLYPH_SIDE, random.between(1.7, 3));
  for (let at = 0; at < glyph.length; at++) glyph[at] = Math.max(glyph[at]!, drawn[at]!);
}
