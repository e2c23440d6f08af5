import { GLYPH_SIDE, STRIP_HEIGHT, type Point, type Strip } from '@inkling/ink';
import { nearNormal, type Random } from '../../random.js';
import { inkBox, type InkBox } from '../augmentation/ink-box.js';
import { sampleGlyph } from '../augmentation/warp.js';
import type { Hand } from './ink-line.js';
import { placeOf } from './places.js';

/** Ink of a glyph is about so high, see MNIST's recipe. */
const CAPITAL_PX = 20;

/** Empty pixels around the ink, as in a strip of strokes. */
const MARGIN = 2;

/** A character of which only pixels are known. */
export interface PicturedCharacter {
  readonly label: string;
  /** `[28, 28]`, 0..1; none is a space. */
  readonly glyph?: Float32Array;
  /** Its size says nothing, as a dot's that fills its glyph: it is brought to that of its place. */
  readonly placed?: boolean;
}

/**
 * Characters of which only pixels are known, as a line of one hand: side by side with its spacing, base line, lean
 * and sizes, and fitted into a strip like drawn ones.
 */
export function writeGlyphLine(
  characters: readonly PicturedCharacter[],
  hand: Hand,
  random: Random,
): Strip {
  const normal = () => nearNormal(random);
  let pen = 0;
  const placed = characters.flatMap(({ label, glyph, placed: byPlace = false }, at) => {
    if (!glyph) {
      pen += CAPITAL_PX * hand.gap;
      return [];
    }
    const box = inkBox(glyph);
    const { size, below } = byPlace ? fitPlace(label, box) : { size: 1, below: 0 };
    const scale = size * (1 + hand.sizes * normal());
    const bow = hand.bend * Math.sin((Math.PI * at) / Math.max(1, characters.length - 1));
    const rise = (hand.rise * pen) / CAPITAL_PX + bow - hand.wobble * normal() - below;
    const left = pen;
    pen += (box.right - box.left) * scale;
    pen += CAPITAL_PX * (hand.spacing + hand.unevenness * normal());
    // The foot stands on the base line, at 0.
    return [{ glyph, box, scale, left, foot: -CAPITAL_PX * rise }];
  });
  const valueAt = (x: number, y: number): number => {
    let most = 0;
    for (const { glyph, box, scale, left, foot } of placed) {
      const column = box.left + (x + hand.lean * (y - foot) - left) / scale;
      if (column < -1 || column > GLYPH_SIDE) continue;
      most = Math.max(most, sampleGlyph(glyph, column, box.bottom + (y - foot) / scale));
    }
    return most;
  };
  return fitStrip(
    valueAt,
    placed.flatMap((each) => cornersOf(each, hand.lean)),
  );
}

/** A sign in the height of its place, however flat it is; how far its foot is below the base line, in capitals. */
function fitPlace(label: string, box: InkBox) {
  const { top, bottom } = placeOf(label);
  const room = CAPITAL_PX * (bottom - top);
  const [wide, high] = [box.right - box.left, box.bottom - box.top];
  const widest = Math.max(0.5 * CAPITAL_PX, room);
  return {
    size: Math.min(room / Math.max(1, high), widest / Math.max(1, wide)),
    below: bottom - 1,
  };
}

interface Placed {
  readonly box: InkBox;
  readonly scale: number;
  readonly left: number;
  readonly foot: number;
}

/** Of the ink, leaned over. */
function cornersOf({ box, scale, left, foot }: Placed, lean: number): Point[] {
  if (box.right <= box.left) return [];
  const [wide, high] = [(box.right - box.left) * scale, (box.bottom + 1 - box.top) * scale];
  return [0, 1].flatMap((share): Point[] => {
    const y = foot + 1 - share * high;
    const x = left - lean * (y - foot);
    return [
      [x, y],
      [x + wide, y],
    ];
  });
}

function fitStrip(valueAt: (x: number, y: number) => number, corners: readonly Point[]): Strip {
  if (corners.length === 0) throw new RangeError('a line needs some ink');
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const bounds = {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
  const scale = (STRIP_HEIGHT - 2 * MARGIN) / (bounds.bottom - bounds.top);
  const width = Math.ceil((bounds.right - bounds.left) * scale + 2 * MARGIN);
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = 0; column < width; column++) {
      // Middles of pixels, in both.
      const x = bounds.left + (column + 0.5 - MARGIN) / scale - 0.5;
      const y = bounds.top + (row + 0.5 - MARGIN) / scale - 0.5;
      values[row * width + column] = valueAt(x, y);
    }
  }
  return { values, width };
}
