import type { Stroke } from '../../types.js';
import {
  addNoise,
  addSlope,
  between,
  canvas,
  drawInk,
  fill,
  insideRectangle,
  oneOf,
  type Canvas,
  type Random,
} from './canvas.js';

interface Tones {
  readonly desk: number;
  readonly sheet: number;
  readonly ink: number;
}

interface Look {
  readonly side: number;
  readonly tones: Tones;
  /** In radians. */
  readonly turn: number;
}

/** A character on a sheet that covers 10 to 45 % of the picture. */
function onSheet(strokes: readonly Stroke[], random: Random, { side, tones, turn }: Look): Canvas {
  const picture = canvas(side, side, tones.desk);
  const area = between(random, 0.1, 0.45) * side * side;
  const aspect = between(random, 0.75, 1.3);
  const width = Math.sqrt(area * aspect);
  const height = area / width;
  // A turned sheet reaches further than a straight one; all of it stays in the picture.
  const reach = (Math.abs(Math.cos(turn)) + Math.abs(Math.sin(turn))) / 2;
  const room = Math.max(0, side / 2 - reach * Math.max(width, height) - 1);
  const x = side / 2 + between(random, -1, 1) * room;
  const y = side / 2 + between(random, -1, 1) * room;
  const sheet = { x: x - width / 2, y: y - height / 2, width, height };
  fill(picture, insideRectangle(sheet, turn), tones.sheet);
  const size = between(random, 0.5, 0.7) * Math.min(width, height);
  const pen = Math.max(1.2, between(random, 0.05, 0.1) * size);
  drawInk(picture, strokes, { x, y, size, pen, turn }, tones.ink);
  return picture;
}

const straight =
  (tones: (random: Random) => Tones, sides: readonly number[]) =>
  (strokes: readonly Stroke[], random: Random): Canvas =>
    onSheet(strokes, random, { side: oneOf(random, sides), tones: tones(random), turn: 0 });

const SCREEN = [64, 120, 200, 320, 480];

const whiteCard = (random: Random): Tones => ({
  desk: between(random, 15, 60),
  sheet: between(random, 235, 255),
  ink: between(random, 0, 40),
});

export const SHEETS = {
  'white card on a dark page': straight(whiteCard, SCREEN),
  'dark canvas on a light page': straight(
    (random) => ({
      desk: between(random, 235, 255),
      sheet: between(random, 15, 50),
      ink: between(random, 220, 255),
    }),
    SCREEN,
  ),
  'card on mid grey': straight(
    (random) => ({
      desk: between(random, 95, 160),
      sheet: between(random, 240, 255),
      ink: between(random, 0, 60),
    }),
    SCREEN,
  ),
  'card of 28 pixels': straight(whiteCard, [28, 40]),
  'turned sheet on a desk': (strokes: readonly Stroke[], random: Random): Canvas => {
    const picture = onSheet(strokes, random, {
      side: oneOf(random, [120, 200, 320, 480]),
      tones: { ...whiteCard(random), desk: between(random, 30, 110) },
      turn: (between(random, -30, 30) * Math.PI) / 180,
    });
    return picture;
  },
  'photo of a turned note': (strokes: readonly Stroke[], random: Random): Canvas => {
    const picture = onSheet(strokes, random, {
      side: oneOf(random, [240, 480]),
      tones: { desk: between(random, 50, 120), sheet: between(random, 190, 225), ink: 45 },
      turn: (between(random, -30, 30) * Math.PI) / 180,
    });
    addSlope(picture, between(random, 0, 0.3), 2 * Math.PI * random());
    addNoise(picture, 6, random);
    return picture;
  },
} satisfies Record<string, (strokes: readonly Stroke[], random: Random) => Canvas>;
