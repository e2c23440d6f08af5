import {
  glyphFromStrokes,
  InkError,
  shareStrokes,
  STRIP_HEIGHT,
  type Glyph,
  type Placement,
  type SegmentInk,
  type Stroke,
  type Strip,
} from '@inkling/ink';
import { glyphOnStrip } from './glyph-on-strip.js';
import type { ReadCharacter } from './read-row.js';
import { isUpright, SLANTS, slanted, unslanted, type Slant } from './writer-slant.js';

/** A row of a line with where it lies in what was sent. */
export interface LineRow extends Strip {
  /** A place in what was sent, times its scale and moved by its offsets, is one in the strip. */
  readonly placement: Placement;
  /** How many pixels it falls there for each pixel to the right, where it was levelled about its middle. */
  readonly slope?: number;
}

/** A character on its part of the drawing. */
export interface PlacedCharacter extends ReadCharacter {
  /** `[x, y, width, height]` in the units of what was sent. */
  readonly box: readonly [number, number, number, number];
  /**
   * What a network for single characters sees of it; absent for spaces and dots, where nobody wants it, and where strokes go on into a
   * neighbour: a piece cut out of joined writing is like no character that was written by itself.
   */
  readonly glyph?: Glyph;
  /** Its part of the ink. */
  readonly strokes?: readonly Stroke[];
}

/**
 * Gives each character of a row its part of the drawing: the box, the ink, and the glyph of it.
 *
 * @param strokes the ink of the row; absent for pictures, whose characters are cut out of the strip
 * @param wantsGlyphs without them it is done in a fraction of the time
 * @param slant under which the ink was read: `row` and `characters` lie in slanted ink, `strokes` are as drawn
 */
export function placeCharacters(
  row: LineRow,
  characters: readonly ReadCharacter[],
  strokes: readonly Stroke[] | undefined,
  wantsGlyphs = true,
  slant = SLANTS[0]!,
): PlacedCharacter[] {
  const { placement } = row;
  const cuts = characters
    .slice(1)
    .map(({ segment }) => (segment.left - placement.offsetX) / placement.scale);
  const shared = strokes && shareSlanted(strokes, cuts, slant);
  return characters.map((character, at) => {
    const { segment } = character;
    const ink = shared?.[at];
    const standsAlone = ink ? !ink.isCut && ink.strokes.length > 0 : segment.standsAlone;
    const isWhole = wantsGlyphs && standsAlone && character.label !== ' ';
    const glyph = isWhole ? glyphOf(row, segment, ink?.strokes) : undefined;
    return {
      ...character,
      segment: { ...segment, standsAlone },
      box: ink?.strokes.length
        ? boxOfStrokes(ink.strokes)
        : unslantedBox(boxOfStrip(row, segment), slant),
      ...(glyph && { glyph }),
      ...(ink && { strokes: ink.strokes }),
    };
  });
}

/** Cuts stand upright in slanted ink, and lean as the writer does in theirs. */
function shareSlanted(
  strokes: readonly Stroke[],
  cuts: readonly number[],
  slant: Slant,
): SegmentInk[] {
  if (isUpright(slant)) return shareStrokes(strokes, cuts);
  return shareStrokes(slanted(strokes, slant), cuts).map(({ strokes: own, isCut }) => ({
    strokes: unslanted(own, slant),
    isCut,
  }));
}

function unslantedBox(
  [x, y, width, height]: readonly [number, number, number, number],
  { lean, wide }: Slant,
): [number, number, number, number] {
  return [x / wide + lean * (y + height / 2), y, width / wide, height];
}

/** Too little ink for a glyph, as a dot has it, is no error in a line. */
function glyphOf(
  strip: Strip,
  segment: { readonly left: number; readonly right: number },
  strokes: readonly Stroke[] | undefined,
): Glyph | undefined {
  if (!strokes) return glyphOnStrip(strip, segment);
  try {
    return glyphFromStrokes(strokes).glyph;
  } catch (error) {
    if (error instanceof InkError) return undefined;
    throw error;
  }
}

function boxOfStrokes(strokes: readonly Stroke[]): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of strokes.flat()) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return [left, top, right - left, bottom - top];
}

/** A pixel has ink from here on. */
const INK = 0.3;

function boxOfStrip(
  { values, width, placement, slope = 0 }: LineRow,
  { left, right }: { readonly left: number; readonly right: number },
): [number, number, number, number] {
  const { scale, offsetX, offsetY } = placement;
  // The row was levelled about its middle.
  const lower = (slope * ((left + right) / 2 - width / 2)) / scale;
  let [first, last] = [STRIP_HEIGHT, -1];
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    const ink = values.subarray(row * width + Math.floor(left), row * width + Math.ceil(right));
    if (!ink.some((value) => value >= INK)) continue;
    first = Math.min(first, row);
    last = row;
  }
  if (last < 0) [first, last] = [0, STRIP_HEIGHT - 1];
  return [
    (left - offsetX) / scale,
    (first - offsetY) / scale + lower,
    (right - left) / scale,
    (last + 1 - first) / scale,
  ];
}
