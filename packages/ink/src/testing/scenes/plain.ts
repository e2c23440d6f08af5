import { renderStrokes } from '../../strokes/render.js';
import type { GreyPicture, Stroke } from '../../types.js';
import { nearlyNormal, seededRandom } from '../random.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { cos, exp, max, min, sin } = Math;

/** How ink is put on paper: all lengths in pixels of the picture. */
interface Drawing {
  readonly side: number;
  /** Longer side of the drawing, from the middle of one line to the middle of the other. */
  readonly size: number;
  readonly pen: number;
  /** Middle of the drawing as parts of the side. @defaultValue 0.5 */
  readonly x?: number;
  readonly y?: number;
}

interface Spot {
  /** 0..1: how much of the pixel is ink. */
  readonly ink: number;
  /** Place in the picture, 0..1. */
  readonly x: number;
  readonly y: number;
  /** The same in pixels. */
  readonly column: number;
  readonly row: number;
}

interface Scene {
  readonly drawing: (random: () => number) => Drawing;
  /** Luma in 0..255 of a spot, for one picture; drawn anew for each. */
  readonly paint: (random: () => number) => (spot: Spot) => number;
}

const flat = (paper: number, ink: number) => () => (spot: Spot) => paper + (ink - paper) * spot.ink;

const centred = (side: number, size: number, pen: number) => () => ({ side, size, pen });

/**
 * Pictures of a character as people send them: screens, scans and photos. The names are used in
 * tests, in bench/pictures.mjs and in its table.
 */
export const SCENES = {
  'drawn on screen': { drawing: centred(300, 200, 10), paint: flat(255, 20) },
  'thin pen, 2 px': { drawing: centred(300, 220, 2), paint: flat(255, 30) },
  'thick marker': { drawing: centred(300, 190, 36), paint: flat(250, 10) },
  'light on dark': { drawing: centred(300, 200, 14), paint: flat(20, 235) },
  small: { drawing: centred(300, 34, 3), paint: flat(255, 30) },
  '28x28, light on dark': { drawing: centred(28, 18, 2), paint: flat(0, 255) },
  'off centre': {
    drawing: () => ({ side: 480, size: 130, pen: 9, x: 0.2, y: 0.8 }),
    paint: flat(240, 20),
  },
  'touching the border': { drawing: centred(200, 200, 12), paint: flat(255, 20) },
  'photo, uneven light': {
    drawing: (random) => ({
      side: 480,
      size: 250,
      pen: 7 + 8 * random(),
      x: 0.4 + 0.2 * random(),
      y: 0.45 + 0.1 * random(),
    }),
    paint: (random) => {
      const slopeX = 1.1 * (random() - 0.5);
      const slopeY = 0.9 * (random() - 0.5);
      return ({ ink, x, y }) =>
        150 * (1 + slopeX * (x - 0.5) + slopeY * (y - 0.5)) * (1 - 0.7 * ink) +
        7 * nearlyNormal(random);
    },
  },
  'photo, vignette': {
    drawing: centred(480, 240, 7),
    paint:
      (random) =>
      ({ ink, x, y }) =>
        215 * (1 - 1.6 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)) * (1 - 0.6 * ink) +
        8 * nearlyNormal(random),
  },
  'photo, shadow': {
    drawing: centred(480, 240, 9),
    paint: (random) => {
      const angle = 2 * Math.PI * random();
      const offset = 0.5 * (random() - 0.5);
      return ({ ink, x, y }) => {
        const along = (x - 0.5) * cos(angle) + (y - 0.5) * sin(angle) - offset;
        const light = 205 * (1 - 0.45 / (1 + exp(-60 * along)));
        return light * (1 - 0.65 * ink) + 7 * nearlyNormal(random);
      };
    },
  },
  'photo, pencil': {
    drawing: centred(480, 240, 5),
    paint: (random) => {
      const slope = 0.5 * (random() - 0.5);
      return ({ ink, x }) =>
        190 * (1 + slope * (x - 0.5)) * (1 - 0.28 * ink) + 8 * nearlyNormal(random);
    },
  },
  'photo, chalk on a board': {
    drawing: centred(480, 250, 14),
    paint: (random) => {
      const slope = random() - 0.5;
      return ({ ink, x }) =>
        (1 + slope * (x - 0.5)) * (55 + 130 * ink * (0.75 + 0.25 * random())) +
        7 * nearlyNormal(random);
    },
  },
  'photo, sheet on a dark desk': {
    drawing: centred(480, 200, 9),
    paint:
      (random) =>
      ({ ink, x, y }) => {
        const onSheet = x > 0.09 && x < 0.9 && y > 0.07 && y < 0.94;
        return (onSheet ? (205 + 25 * x) * (1 - 0.7 * ink) : 50) + 7 * nearlyNormal(random);
      },
  },
  'ruled paper': {
    drawing: centred(480, 210, 8),
    paint: (random) => {
      const slope = 20 * (random() - 0.5);
      const phase = 40 * random();
      return ({ ink, x, row }) => {
        const line = (row + slope * x + phase) % 40 < 2 ? 95 : 0;
        return 235 - max(200 * ink, line) + 5 * nearlyNormal(random);
      };
    },
  },
  'graph paper': {
    drawing: centred(480, 210, 8),
    paint: (random) => {
      const phase = 30 * random();
      const slope = 0.6 * (random() - 0.5);
      return ({ ink, x, column, row }) => {
        const line = (row + phase) % 30 < 1.5 || (column + phase / 2) % 30 < 1.5 ? 70 : 0;
        return (1 + slope * (x - 0.5)) * (195 - max(150 * ink, line)) + 5 * nearlyNormal(random);
      };
    },
  },
  'dirty scan': {
    drawing: centred(400, 220, 8),
    paint: (random) => (spot) =>
      random() < 0.0005 ? 40 : 240 - 220 * spot.ink + 5 * nearlyNormal(random),
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;

export const SCENE_NAMES = Object.keys(SCENES) as SceneName[];

/** A picture of the ink in a scene; the same for the same seed. */
export function pictureOfInk(
  strokes: readonly Stroke[],
  name: SceneName,
  seed: number,
): GreyPicture {
  const random = seededRandom(seed);
  const scene: Scene = SCENES[name];
  const drawing = scene.drawing(random);
  const { side } = drawing;
  const ink = renderStrokes(strokes, placementOf(strokes, drawing), side, drawing.pen);
  const paint = scene.paint(random);
  const pixels = new Uint8ClampedArray(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = row * side + column;
      pixels[at] = paint({ ink: ink[at]!, x: column / side, y: row / side, column, row });
    }
  }
  return { width: side, height: side, pixels };
}

export function placementOf(strokes: readonly Stroke[], { side, size, x = 0.5, y = 0.5 }: Drawing) {
  const points = strokes.flat();
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const [minX, maxX] = [min(...xs), max(...xs)];
  const [minY, maxY] = [min(...ys), max(...ys)];
  const scale = size / max(maxX - minX, maxY - minY, 1e-9);
  return {
    scale,
    offsetX: x * side - ((minX + maxX) / 2) * scale,
    offsetY: y * side - ((minY + maxY) / 2) * scale,
  };
}
