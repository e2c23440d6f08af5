import type { Stroke } from '../../types.js';
import {
  between,
  boxOf,
  canvas,
  drawInk,
  fill,
  fillLine,
  insideCircle,
  insideRectangle,
  oneOf,
  outline,
  type Canvas,
  type Random,
} from './canvas.js';
import { print } from './writing.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { cos, max, min, sin } = Math;

type Scene = (strokes: readonly Stroke[], random: Random) => Canvas;

const INK = 20;

const sideOf = (random: Random): number => oneOf(random, [48, 64, 100, 200, 320, 480]);

const ruleOf = (random: Random, side: number): number =>
  max(1, between(random, 0.006, 0.015) * side);

interface Framed {
  readonly picture: Canvas;
  readonly side: number;
  readonly rule: number;
}

function paperWith(random: Random): Framed {
  const side = sideOf(random);
  return { picture: canvas(side, side, 255), side, rule: ruleOf(random, side) };
}

/** Paper with a box that is inset by a part of the side, `inner` wide. */
function boxWith(random: Random, least: number, most: number): Framed & { inner: number } {
  const paper = paperWith(random);
  const { picture, side, rule } = paper;
  const inset = between(random, least, most) * side;
  const inner = side - 2 * inset;
  const frame = { x: inset, y: inset, width: inner, height: inner };
  fill(picture, outline(insideRectangle(frame), rule), between(random, 0, 90));
  return { ...paper, inner };
}

/** A box that the ink stays clear of. */
const box: Scene = (strokes, random) => {
  const { picture, side, rule, inner } = boxWith(random, 0.05, 0.35);
  const size = between(random, 0.5, 0.72) * (inner - 2 * rule);
  const pen = max(1.3, between(random, 0.05, 0.1) * size);
  drawInk(picture, strokes, { x: side / 2, y: side / 2, size, pen }, INK);
  return picture;
};

/** The same, with ink that runs into or over a side of the box. */
const touchedBox: Scene = (strokes, random) => {
  const { picture, side, inner } = boxWith(random, 0.12, 0.3);
  const { width, height } = boxOf(strokes);
  const size = between(random, 0.65, 0.95) * inner;
  const longer = max(width, height);
  const [halfX, halfY] = [(width / longer) * (size / 2), (height / longer) * (size / 2)];
  // Over one of the four sides by a few pixels.
  const over = between(random, 0, 0.08) * size + 1;
  const middle = { x: side / 2, y: side / 2 };
  const [dx, dy] = [inner / 2 - halfX + over, inner / 2 - halfY + over];
  const shift = oneOf(random, [
    { x: dx, y: 0 },
    { x: -dx, y: 0 },
    { x: 0, y: dy },
    { x: 0, y: -dy },
  ]);
  const pen = max(1.5, between(random, 0.06, 0.1) * size);
  const at = { x: middle.x + shift.x, y: middle.y + shift.y };
  drawInk(picture, strokes, { ...at, size, pen }, INK);
  return picture;
};

/** Cells side by side: open above, or closed. */
const comb: Scene = (strokes, random) => {
  const { picture, side, rule } = paperWith(random);
  const cell = between(random, 0.4, 0.6) * side;
  const left = side / 2 - cell / 2;
  const bottom = side / 2 + cell / 2;
  const tall = oneOf(random, [0.25, 0.5, 1]) * cell;
  const tone = between(random, 0, 90);
  fillLine(picture, { x: 0, y: bottom }, { x: side, y: bottom }, { thickness: rule, tone });
  const closed = tall === cell;
  const top = bottom - cell;
  if (closed) fillLine(picture, { x: 0, y: top }, { x: side, y: top }, { thickness: rule, tone });
  for (let x = left - cell; x <= side + cell; x += cell) {
    fillLine(picture, { x, y: bottom - tall }, { x, y: bottom }, { thickness: rule, tone });
  }
  const size = between(random, 0.55, 0.75) * cell;
  const pen = max(1.3, between(random, 0.06, 0.1) * size);
  drawInk(picture, strokes, { x: side / 2, y: side / 2, size, pen }, INK);
  return picture;
};

const circle: Scene = (strokes, random) => {
  const { picture, side, rule } = paperWith(random);
  const middle = { x: side / 2, y: side / 2 };
  const radius = between(random, 0.3, 0.48) * side;
  fill(picture, outline(insideCircle(middle, radius), rule), between(random, 0, 60));
  const size = between(random, 0.85, 1.1) * radius;
  const pen = max(1.3, between(random, 0.06, 0.1) * size);
  drawInk(picture, strokes, { ...middle, size, pen }, INK);
  return picture;
};

/** Two rules that cross at a corner, left and above or right and below. */
const tableCorner: Scene = (strokes, random) => {
  const { picture, side, rule } = paperWith(random);
  const near = between(random, 0.08, 0.18) * side;
  const [x, y] = oneOf(random, [
    [near, near],
    [side - near, near],
    [near, side - near],
    [side - near, side - near],
  ] as const);
  const tone = between(random, 0, 90);
  // To the border of the picture on one end, and a little over the corner on the other.
  const over = between(random, 0, 0.06) * side;
  const level = x < side / 2 ? [x - over, side] : [0, x + over];
  const upright = y < side / 2 ? [y - over, side] : [0, y + over];
  fillLine(picture, { x: level[0]!, y }, { x: level[1]!, y }, { thickness: rule, tone });
  fillLine(picture, { x, y: upright[0]! }, { x, y: upright[1]! }, { thickness: rule, tone });
  const size = between(random, 0.4, 0.55) * side;
  const pen = max(1.3, between(random, 0.06, 0.1) * size);
  drawInk(picture, strokes, { x: side / 2, y: side / 2, size, pen }, INK);
  return picture;
};

const underline: Scene = (strokes, random) => {
  const { picture, side, rule } = paperWith(random);
  const size = between(random, 0.4, 0.6) * side;
  const { width, height } = boxOf(strokes);
  const half = ((height / max(width, height)) * size) / 2;
  const y = side * 0.45 + half + between(random, 0.05, 0.14) * side;
  const [from, to] = [between(random, 0.1, 0.22) * side, between(random, 0.78, 0.9) * side];
  fillLine(
    picture,
    { x: from, y },
    { x: to, y },
    { thickness: rule, tone: between(random, 0, 90) },
  );
  const pen = max(1.3, between(random, 0.06, 0.1) * size);
  drawInk(picture, strokes, { x: side / 2, y: side * 0.45, size, pen }, INK);
  return picture;
};

/** From border to border, under the character, through its foot or through its middle. */
const oneRule: Scene = (strokes, random) => {
  const { picture, side, rule } = paperWith(random);
  const size = between(random, 0.45, 0.6) * side;
  const { width, height } = boxOf(strokes);
  const half = ((height / max(width, height)) * size) / 2;
  const y = side / 2 + half * oneOf(random, [0.9, 1, 1.15, 1.35]);
  fillLine(
    picture,
    { x: -1, y },
    { x: side + 1, y },
    { thickness: rule, tone: between(random, 0, 60) },
  );
  const pen = max(1.6, between(random, 0.06, 0.1) * size);
  drawInk(picture, strokes, { x: side / 2, y: side / 2, size, pen }, INK);
  return picture;
};

/** A page with a canvas in a frame, a title, and buttons with words under it. */
const screenshot: Scene = (strokes, random) => {
  const [width, height] = oneOf(random, [
    [480, 360],
    [640, 480],
    [390, 640],
  ] as const);
  const dark = random() < 0.3;
  const [page, ink] = dark ? [24, 235] : [255, 20];
  const picture = canvas(width, height, page);
  const line = dark ? 110 : between(random, 60, 200);
  const frame = { x: 30, y: 60, width: width - 60, height: height * 0.55 };
  fill(picture, outline(insideRectangle(frame), oneOf(random, [1, 2, 3])), line);
  print(picture, { x: 30, y: 20, height: 18, letters: 9, tone: ink }, random);
  for (let at = 0; at < 3; at++) {
    const button = { x: 30 + at * 110, y: frame.y + frame.height + 24, width: 96, height: 36 };
    const filled = at === 0;
    const shape = insideRectangle(button);
    fill(picture, filled ? shape : outline(shape, 1.5), filled ? 90 : line);
    const text = { x: button.x + 14, y: button.y + 11, height: 13, letters: 5 };
    print(picture, { ...text, tone: filled ? 250 : ink }, random);
  }
  const size = between(random, 0.55, 0.75) * min(frame.width, frame.height);
  const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  const pen = between(random, 0.05, 0.09) * size;
  drawInk(picture, strokes, { ...middle, size, pen }, ink);
  return picture;
};

/** As in a list: `3)`. */
const numbered: Scene = (strokes, random) => {
  const { picture, side } = paperWith(random);
  const size = between(random, 0.45, 0.6) * side;
  const { width, height } = boxOf(strokes);
  const half = ((width / max(width, height)) * size) / 2;
  const pen = max(1.3, between(random, 0.06, 0.09) * size);
  drawInk(picture, strokes, { x: side * 0.4, y: side / 2, size, pen }, INK);
  const bracket: Stroke = Array.from({ length: 9 }, (_, at) => {
    const angle = ((at - 4) / 4) * 0.9;
    return [cos(angle) * 10, sin(angle) * 14];
  });
  const gap = between(random, 0.1, 0.2) * size + 0.15 * size;
  const x = side * 0.4 + half + gap;
  drawInk(
    picture,
    [bracket],
    { x, y: side / 2, size: size * between(random, 0.9, 1.15), pen },
    INK,
  );
  return picture;
};

export const PRINTED = {
  'in a box': box,
  'in a box, touching it': touchedBox,
  'in a comb': comb,
  circled: circle,
  'in the corner of a table': tableCorner,
  underlined: underline,
  'one rule': oneRule,
  'screenshot with buttons': screenshot,
  'numbered, with a bracket': numbered,
} satisfies Record<string, Scene>;
