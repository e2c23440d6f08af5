import { localMeans } from '../../picture/local-means.js';
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
  oneOf,
  paint,
  type Canvas,
  type Random,
} from './canvas.js';
import { nearlyNormal } from '../random.js';
import { print } from './writing.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, cos, exp, floor, hypot, max, min, round, sin } = Math;

/** A bold character filled with a pattern of light tones, a caption under it. */
const textured = (strokes: readonly Stroke[], random: Random): Canvas => {
  const side = oneOf(random, [200, 320, 480]);
  const picture = canvas(side, side, 255);
  const size = between(random, 0.5, 0.62) * side;
  const pen = between(random, 0.14, 0.22) * size;
  const coverage = coverageOf(picture, strokes, { x: side / 2, y: side * 0.44, size, pen });
  const texture = oneOf(random, ['glitter', 'halftone', 'gradient', 'highlight'] as const);
  const dark = between(random, 20, 90);
  const light = between(random, 150, 200);
  const period = pen / between(random, 3, 5);
  const angle = 2 * Math.PI * random();
  const filling = canvas(side, side, dark);
  paint(filling, ({ x, y }) => {
    if (texture === 'glitter') return dark + (light + 40 - dark) * random() ** 2;
    if (texture === 'halftone') {
      const dot = sin((2 * Math.PI * x) / period) * sin((2 * Math.PI * y) / period);
      return dot > 0.1 ? light : dark;
    }
    const along = (x / side - 0.5) * cos(angle) + (y / side - 0.5) * sin(angle);
    if (texture === 'gradient') return dark + (light - dark) * min(1, max(0, along + 0.5));
    return abs((along * side) % (2 * pen)) < pen / 4 ? light + 30 : dark;
  });
  paint(picture, ({ x, y }, now) => {
    const at = floor(y) * side + floor(x);
    return now + (filling.values[at]! - now) * coverage[at]!;
  });
  const { width, height } = boxOf(strokes);
  const bottom = side * 0.44 + ((height / max(width, height)) * size + pen) / 2;
  const text = { x: side * 0.25, y: bottom + 0.06 * side, height: side * 0.06, letters: 9 };
  if (random() < 0.6) print(picture, { ...text, tone: 60 }, random);
  return picture;
};

const photoOf = (strokes: readonly Stroke[], random: Random) => {
  const side = 480;
  const picture = canvas(side, side, between(random, 175, 210));
  const size = between(random, 0.42, 0.58) * side;
  const pen = between(random, 0.035, 0.07) * size;
  const x = side * between(random, 0.42, 0.58);
  const y = side * between(random, 0.42, 0.58);
  return { side, picture, coverage: coverageOf(picture, strokes, { x, y, size, pen }), x, y };
};

/** A lamp's reflection that swallows most of the ink where it lies. */
const glare = (strokes: readonly Stroke[], random: Random): Canvas => {
  const { side, picture, coverage, x, y } = photoOf(strokes, random);
  blend(picture, coverage, 45);
  addSlope(picture, between(random, 0, 0.4), 2 * Math.PI * random());
  const middle = {
    x: x + 0.12 * side * nearlyNormal(random),
    y: y + 0.12 * side * nearlyNormal(random),
  };
  const radius = between(random, 0.06, 0.14) * side;
  paint(picture, (spot, now) => {
    const away = hypot(spot.x - middle.x, spot.y - middle.y) / radius;
    return now + (255 - now) * 0.85 * exp(-(away ** 4) / 2);
  });
  addNoise(picture, 5, random);
  return picture;
};

/** Moved while it was taken, by less than the width of two lines. */
const motionBlur = (strokes: readonly Stroke[], random: Random): Canvas => {
  const { side, picture, coverage } = photoOf(strokes, random);
  const angle = Math.PI * random();
  const reach = round(between(random, 0.02, 0.05) * side);
  const moved = new Float32Array(coverage.length);
  for (let step = 0; step < reach; step++) {
    const dx = round((step - reach / 2) * cos(angle));
    const dy = round((step - reach / 2) * sin(angle));
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const [y, x] = [row + dy, column + dx];
        if (y < 0 || x < 0 || y >= side || x >= side) continue;
        moved[row * side + column]! += coverage[y * side + x]! / reach;
      }
    }
  }
  blend(picture, moved, 45);
  addSlope(picture, between(random, 0, 0.4), 2 * Math.PI * random());
  addNoise(picture, 5, random);
  return picture;
};

/** A sheet on tiles, boards or a chequered cloth. */
const patternedFloor = (strokes: readonly Stroke[], random: Random): Canvas => {
  const side = 480;
  const [light, dark] = [between(random, 110, 170), between(random, 40, 90)];
  const tile = between(random, 0.06, 0.14) * side;
  const kind = oneOf(random, ['tiles', 'boards', 'cloth'] as const);
  const picture = canvas(side, side, light);
  paint(picture, ({ x, y }) => {
    const [column, row] = [floor(x / tile), floor(y / tile)];
    if (kind === 'cloth') return (column + row) % 2 === 0 ? light : dark;
    if (kind === 'boards') return y % tile < 4 ? dark - 20 : light - 25 * (row % 3);
    return x % tile < 4 || y % tile < 4 ? dark : light;
  });
  const width = between(random, 0.5, 0.75) * side;
  const height = between(random, 0.5, 0.75) * side;
  const turn = (between(random, -20, 20) * Math.PI) / 180;
  const [c, s] = [cos(turn), sin(turn)];
  paint(picture, ({ x, y }, now) => {
    const dx = (x - side / 2) * c + (y - side / 2) * s;
    const dy = (y - side / 2) * c - (x - side / 2) * s;
    return abs(dx) < width / 2 && abs(dy) < height / 2 ? 222 : now;
  });
  const size = between(random, 0.5, 0.65) * min(width, height);
  const pen = between(random, 0.05, 0.09) * size;
  blend(picture, coverageOf(picture, strokes, { x: side / 2, y: side / 2, size, pen, turn }), 40);
  addSlope(picture, between(random, 0, 0.3), 2 * Math.PI * random());
  const soft = localMeans(picture, 1);
  addNoise(soft, 5, random);
  return soft;
};

/** Drawn large with a pale pen, sent small. */
const palePen = (strokes: readonly Stroke[], random: Random): Canvas => {
  const { side, picture, coverage } = photoOf(strokes, random);
  picture.values.fill(between(random, 235, 255));
  blend(picture, coverage, picture.values[0]! - between(random, 22, 40));
  return resampleByArea(picture, side / 2, side / 2);
};

export const EFFECTS = {
  'textured fill, caption': textured,
  'photo, glare': glare,
  'photo, motion blur': motionBlur,
  'sheet on a patterned floor': patternedFloor,
  'pale pen': palePen,
};
