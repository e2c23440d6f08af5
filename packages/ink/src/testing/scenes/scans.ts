import { resampleByArea } from '../../picture/resample.js';
import type { Stroke } from '../../types.js';
import {
  addNoise,
  addSlope,
  between,
  blend,
  boxOf,
  canvas,
  coverageOf,
  drawInk,
  fillLine,
  oneOf,
  paint,
  type Canvas,
  type Random,
} from './canvas.js';
import { jpegged } from './jpeg.js';
import { anyCharacter } from './writing.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, cos, floor, max, min, round, sin } = Math;

/** Fine print on security paper: waves that cross, dots, or hatching. */
function securityPrint(to: Canvas, depth: number, random: Random): void {
  const kind = oneOf(random, ['guilloche', 'dots', 'hatching'] as const);
  const period = between(random, 3, 8) * 4;
  const phase = 2 * Math.PI * random();
  const angle = Math.PI * random();
  paint(to, ({ x, y }, now) => {
    const along = x * cos(angle) + y * sin(angle);
    const across = y * cos(angle) - x * sin(angle);
    if (kind === 'hatching') return now - depth * +(sin((2 * Math.PI * along) / period) > 0.5);
    if (kind === 'dots') {
      const dot = sin((2 * Math.PI * along) / period) * sin((2 * Math.PI * across) / period);
      return now - depth * +(dot > 0.5);
    }
    const wave = 0.8 * period * sin((2 * Math.PI * along) / (6 * period) + phase);
    const line = abs(((across + wave) / period) % 1);
    const other = abs(((across - wave) / period) % 1);
    return now - depth * +(line < 0.22 || other < 0.22);
  });
}

interface Scan {
  /** Pixels of paper around the character. */
  readonly around: number;
}

/** A digit cut out of a scanned cheque: small, grey, printed paper, perhaps a rule and a neighbour. */
const cheque =
  ({ around }: Scan) =>
  (strokes: readonly Stroke[], random: Random): Canvas => {
    const factor = 4;
    const height = round(between(random, 20, 40)) * factor;
    const margin = around * factor;
    const box = boxOf(strokes);
    const pen = between(random, 0.07, 0.12) * height;
    const inner = height - 2 * margin - pen;
    const scale = inner / max(box.height, 0.5 * box.width);
    const width = ceil(max(box.width * scale + pen, 0.3 * height) + 2 * margin);
    const paper = 255 * between(random, 0.6, 0.85);
    const picture = canvas(width, height, paper);
    securityPrint(picture, between(random, 8, 40), random);
    const ink = paper * between(random, 0.25, 0.6);
    const size = max(box.width, box.height) * scale;
    const coverage = coverageOf(picture, strokes, { x: width / 2, y: height / 2, size, pen });
    if (random() < 0.3) {
      const y = height - between(random, 0, 0.04) * height;
      fillLine(picture, { x: 0, y }, { x: width, y }, { thickness: factor, tone: paper * 0.5 });
    }
    if (around > 0 && random() < 0.4) {
      const x = random() < 0.5 ? -0.12 * height : width + 0.12 * height;
      const neighbour = { x, y: height / 2, size: height * 0.7, pen };
      drawInk(picture, anyCharacter(random), neighbour, ink);
    }
    blend(picture, coverage, ink);
    const small = resampleByArea(picture, round(width / factor), round(height / factor));
    addNoise(small, 3, random);
    return jpegged(small, between(random, 60, 90));
  };

/** Grey paper and ink brought to black and white: by diffusion of the error, or by Bayer's matrix. */
function dithered(picture: Canvas, ordered: boolean): void {
  const { width, height, values } = picture;
  if (ordered) {
    const matrix = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
    for (let at = 0; at < values.length; at++) {
      const [row, column] = [floor(at / width), at % width];
      const level = (matrix[(row & 3) * 4 + (column & 3)]! + 0.5) / 16;
      values[at] = values[at]! > 255 * level ? 255 : 0;
    }
    return;
  }
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const tone = values[at]! >= 128 ? 255 : 0;
      const error = values[at]! - tone;
      values[at] = tone;
      const pass = (to: number, share: number) => (values[to]! += error * share);
      if (column + 1 < width) pass(at + 1, 7 / 16);
      if (row + 1 < height) {
        if (column > 0) pass(at + width - 1, 3 / 16);
        pass(at + width, 5 / 16);
        if (column + 1 < width) pass(at + width + 1, 1 / 16);
      }
    }
  }
}

const ditheredScan = (strokes: readonly Stroke[], random: Random): Canvas => {
  const side = oneOf(random, [100, 160, 240, 400]);
  const picture = canvas(side, side, 255 * between(random, 0.65, 0.88));
  const size = between(random, 0.55, 0.8) * side;
  const pen = between(random, 0.08, 0.13) * size;
  const ink = between(random, 0, 50);
  drawInk(picture, strokes, { x: side / 2, y: side / 2, size, pen }, ink);
  dithered(picture, random() < 0.4);
  return picture;
};

const bordered = (strokes: readonly Stroke[], random: Random): Canvas => {
  const side = oneOf(random, [100, 280, 300, 320, 640, 1000]);
  const light = random() < 0.4;
  const [paper, ink, edge] = light ? [0, 255, 255] : [255, 0, 0];
  const picture = canvas(side, side, paper);
  const size = between(random, 0.5, 0.75) * side;
  const pen = between(random, 0.05, 0.1) * size;
  drawInk(picture, strokes, { x: side / 2, y: side / 2, size, pen }, ink);
  const width = oneOf(random, [1, 2, 3]);
  paint(picture, ({ x, y }, now) => (min(x, y, side - x, side - y) < width ? edge : now));
  return picture;
};

const pencilOnPage = (strokes: readonly Stroke[], random: Random): Canvas => {
  const side = between(random, 800, 1800);
  const [width, height] = [round(side), round(side * between(random, 0.7, 1.4))];
  const paper = 255 * between(random, 0.7, 0.92);
  const picture = canvas(width, height, paper);
  const drawing = {
    x: width * between(random, 0.4, 0.6),
    y: height * between(random, 0.4, 0.6),
    size: between(random, 0.12, 0.6) * min(width, height),
    pen: between(random, 1.6, 2.4),
  };
  drawInk(picture, strokes, drawing, paper * between(random, 0.5, 0.75));
  addSlope(picture, between(random, 0, 0.2), between(random, 0, 2 * Math.PI));
  addNoise(picture, between(random, 1, 4), random);
  return random() < 0.5 ? picture : jpegged(picture, between(random, 70, 92));
};

export const SCANS = {
  'cut out of a cheque': cheque({ around: 4 }),
  'cut out of a cheque, tightly': cheque({ around: 0 }),
  'dithered scan': ditheredScan,
  'border at the edge': bordered,
  'thin pencil on a page': pencilOnPage,
};
