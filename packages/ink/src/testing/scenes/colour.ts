import type { ColourPicture } from '../../picture/colour/colour-picture.js';
import { localMeans } from '../../picture/local-means.js';
import { dilation } from '../../picture/local-extremes.js';
import { renderStrokes } from '../../strokes/render.js';
import type { Stroke } from '../../types.js';
import { nearlyNormal, seededRandom } from '../random.js';
import { placementOf } from './plain.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, floor, hypot, max, sin } = Math;

type Colour = readonly [red: number, green: number, blue: number];

interface ColourSpot {
  /** 0..1: how much of the pixel is ink. */
  readonly ink: number;
  /** 0..1: the same for ink with a pen that is wider by an outline. */
  readonly wide: number;
  /** Place in the picture, 0..1. */
  readonly x: number;
  readonly y: number;
}

/** Red, green, blue and alpha in 0..255 of a spot, for one picture; drawn anew for each. */
type Paint = (random: () => number) => (spot: ColourSpot) => readonly [...Colour, number];

const SIDE = 200;
const SIZE = 125;
const OUTLINE = 5;
const WHITE: Colour = [255, 255, 255];
const OPAQUE = 255;

const mix = (from: Colour, to: Colour, share: number): Colour =>
  from.map((value, at) => value + (to[at]! - value) * share) as unknown as Colour;

const flat = (paper: Colour, ink: Colour) => (): ReturnType<Paint> => (spot) => [
  ...mix(paper, ink, spot.ink),
  OPAQUE,
];

const clear =
  (colour: (spot: ColourSpot) => Colour, opacity = 1) =>
  (): ReturnType<Paint> =>
  (spot) => [...colour(spot), OPAQUE * opacity * spot.ink];

/** Paper under warm light from one side, with noise in each channel, and ink that swallows a part of each colour. */
const photo =
  (ink: Colour): Paint =>
  (random) => {
    const slopeX = 0.9 * (random() - 0.5);
    const slopeY = 0.9 * (random() - 0.5);
    const paper: Colour = [190 + 30 * random(), 185 + 25 * random(), 160 + 30 * random()];
    return ({ ink: share, x, y }) => {
      const light = 1 + slopeX * (x - 0.5) + slopeY * (y - 0.5);
      const [red, green, blue] = paper.map(
        (value, at) =>
          light * value * (1 - share * (1 - ink[at]! / 255)) + 6 * nearlyNormal(random),
      );
      return [red!, green!, blue!, OPAQUE];
    };
  };

/** Pictures whose ink stands out by colour or by its alpha alone, and others that are to stay as they are. */
export const COLOUR_SCENES = {
  'white on transparent': clear(() => WHITE),
  'pale grey on transparent': clear(() => [235, 235, 235]),
  'yellow on transparent': clear(() => [255, 255, 0]),
  'black on transparent': clear(() => [0, 0, 0]),
  'white on transparent, 40 % opaque': clear(() => WHITE, 0.4),
  'black on transparent, 40 % opaque': clear(() => [0, 0, 0], 0.4),
  'half white, half black on transparent': clear(({ y }) => (y < 0.5 ? WHITE : [0, 0, 0])),
  'white to black on transparent': clear(({ x }) => [255 * x, 255 * x, 255 * x]),
  'white, outlined in black, on transparent':
    () =>
    ({ ink, wide }) => [255 * ink, 255 * ink, 255 * ink, OPAQUE * wide],
  'black sticker with a white rim':
    () =>
    ({ ink, wide }) => [255 - 255 * ink, 255 - 255 * ink, 255 - 255 * ink, OPAQUE * wide],
  'cut out of white paper':
    () =>
    ({ ink }) => [...WHITE, OPAQUE * (1 - ink)],
  'white sheet with round corners': () => (spot) => {
    const value = 255 - 235 * spot.ink;
    return [value, value, value, inRoundedSquare(spot) ? OPAQUE : 0];
  },
  'dark card with round corners': () => (spot) => {
    const value = 30 + 220 * spot.ink;
    return [value, value, value, inRoundedSquare(spot) ? OPAQUE : 0];
  },
  'yellow on white': flat(WHITE, [255, 255, 0]),
  'pale yellow on white': flat(WHITE, [255, 250, 170]),
  'light green on white': flat(WHITE, [144, 238, 144]),
  'pink on white': flat(WHITE, [255, 192, 203]),
  'pale blue on white': flat(WHITE, [190, 235, 255]),
  'white on yellow': flat([255, 235, 0], WHITE),
  'red on green': flat([40, 160, 60], [225, 60, 40]),
  'dark blue on black': flat([0, 0, 0], [0, 0, 120]),
  'black on transparent, with white spots':
    () =>
    ({ ink, x, y }) => {
      const value = sin(70 * x) * sin(70 * y) > 0.45 ? 250 : 0;
      return [value, value, value, OPAQUE * ink];
    },
  'photo, yellow': photo([255, 245, 60]),
  'photo, pale highlighter': photo([250, 255, 140]),
  'photo, light green': photo([170, 245, 150]),
  'photo, pink': photo([255, 175, 200]),
  'photo, blue ballpoint': photo([50, 60, 150]),
  'photo, yellow on a sheet on a dark desk': (random) => {
    const onPaper = photo([255, 245, 60])(random);
    return (spot) => {
      const { x, y } = spot;
      if (x > 0.08 && x < 0.93 && y > 0.06 && y < 0.94) return onPaper(spot);
      const wood: Colour = [70, 48, 32];
      const [red, green, blue] = wood.map((value) => value + 6 * nearlyNormal(random));
      return [red!, green!, blue!, OPAQUE];
    };
  },
} satisfies Record<string, Paint>;

export type ColourSceneName = keyof typeof COLOUR_SCENES;

export const COLOUR_SCENE_NAMES = Object.keys(COLOUR_SCENES) as ColourSceneName[];

/** A picture of the ink in a scene; the same for the same seed. Colour of photos is blurred as JPEG does it. */
export function colourPictureOfInk(
  strokes: readonly Stroke[],
  name: ColourSceneName,
  seed: number,
): ColourPicture {
  const random = seededRandom(seed);
  const pen = 6 + 3 * random();
  const placement = placementOf(strokes, { side: SIDE, size: SIZE, pen });
  const ink = renderStrokes(strokes, placement, SIDE, pen);
  const wide = dilation(
    { width: SIDE, height: SIDE, values: Float32Array.from(ink) },
    2 * OUTLINE + 1,
  );
  const paint = COLOUR_SCENES[name](random);
  const pixels = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const x = (pixel % SIDE) / SIDE;
    const y = floor(pixel / SIDE) / SIDE;
    pixels.set(paint({ ink: ink[pixel]!, wide: wide.values[pixel]!, x, y }), pixel * 4);
  }
  if (name.startsWith('photo')) blurColour(pixels);
  return { width: SIDE, height: SIDE, pixels };
}

function inRoundedSquare({ x, y }: ColourSpot): boolean {
  const inside = 0.35;
  const across = max(0, abs(x - 0.5) - inside);
  const down = max(0, abs(y - 0.5) - inside);
  return hypot(across, down) < 0.5 - inside;
}

/** Colour, but not lightness, is averaged over 3x3 pixels. */
function blurColour(pixels: Uint8ClampedArray): void {
  const lightness = new Float32Array(SIDE * SIDE);
  for (let pixel = 0; pixel < lightness.length; pixel++) {
    const at = pixel * 4;
    lightness[pixel] = 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
  }
  for (let channel = 0; channel < 3; channel++) {
    const values = lightness.map((value, pixel) => pixels[pixel * 4 + channel]! - value);
    const blurred = localMeans({ width: SIDE, height: SIDE, values }, 1).values;
    lightness.forEach((value, pixel) => {
      pixels[pixel * 4 + channel] = value + blurred[pixel]!;
    });
  }
}
