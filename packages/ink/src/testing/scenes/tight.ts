import { resampleByArea } from '../../picture/resample.js';
import type { Stroke } from '../../types.js';
import { between, boxOf, canvas, drawInk, type Canvas, type Random } from './canvas.js';

interface Crop {
  readonly smallest: number;
  readonly largest: number;
  /** Width of the pen as a part of the character's longer side. */
  readonly pen: readonly [low: number, high: number];
}

/** A character that fills its picture to the last pixel, with grey edges, squeezed or not. */
const tight =
  ({ smallest, largest, pen }: Crop) =>
  (strokes: readonly Stroke[], random: Random): Canvas => {
    const fine = 240;
    const line = between(random, pen[0], pen[1]) * fine;
    const box = boxOf(strokes);
    const scale = (fine - line) / Math.max(box.width, box.height);
    const width = Math.max(fine / 4, box.width * scale + line);
    const height = Math.max(fine / 4, box.height * scale + line);
    const light = random() < 0.2;
    const [paper, ink] = light ? [0, 255] : [255, between(random, 0, 60)];
    const large = canvas(Math.ceil(width), Math.ceil(height), paper);
    const middle = { x: width / 2, y: height / 2, size: fine - line, pen: line };
    drawInk(large, strokes, middle, ink);
    const side = Math.round(between(random, smallest, largest));
    const squeezed = random() < 0.35;
    const share = side / Math.max(width, height);
    // A line squeezed into a square would be a blot that nobody can read.
    const isSlim = Math.min(width, height) < 0.5 * fine;
    const size = (length: number) =>
      squeezed && !isSlim ? side : Math.max(4, Math.round(length * share));
    return resampleByArea(large, size(width), size(height));
  };

export const TIGHT = {
  'tight crop, 16 to 28 pixels': tight({ smallest: 16, largest: 28, pen: [0.08, 0.16] }),
  'tight crop, bold': tight({ smallest: 16, largest: 28, pen: [0.16, 0.24] }),
  'tight crop, bold and large': tight({ smallest: 64, largest: 240, pen: [0.12, 0.24] }),
  'tight crop, 8 to 15 pixels': tight({ smallest: 8, largest: 15, pen: [0.1, 0.2] }),
};
