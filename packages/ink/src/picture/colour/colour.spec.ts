import { describe, expect, it } from '@jest/globals';
import { InkError } from '../../errors.js';
import { glyphFromStrokes } from '../../strokes/glyph-from-strokes.js';
import {
  COLOUR_SCENE_NAMES,
  colourPictureOfInk,
  type ColourSceneName,
} from '../../testing/scenes/colour.js';
import { difference } from '../../testing/compare.js';
import { readInks } from '../../testing/fixtures.js';
import { nearlyNormal, seededRandom } from '../../testing/random.js';
import type { ColourPicture } from './colour-picture.js';
import { glyphFromColour } from './glyph-from-colour.js';
import { onGround } from './ground.js';
import { lumaOf } from './luma.js';
import { greysFromColour } from './to-grey.js';

const inks = readInks().filter(({ label }) => '2358'.includes(label));

const filled = (
  colour: (pixel: number) => readonly [number, number, number, number],
  side = 120,
): ColourPicture => ({
  width: side,
  height: side,
  pixels: Uint8ClampedArray.from(
    { length: side * side * 4 },
    (_, at) => colour(Math.floor(at / 4))[at % 4]!,
  ),
});

const lumaOfAll = ({ pixels }: ColourPicture): Uint8Array =>
  Uint8Array.from({ length: pixels.length / 4 }, (_, pixel) =>
    lumaOf(pixels[pixel * 4]!, pixels[pixel * 4 + 1]!, pixels[pixel * 4 + 2]!),
  );

describe('glyphFromColour', () => {
  it.each(COLOUR_SCENE_NAMES)('reads %s like the strokes themselves', (name) => {
    const at = COLOUR_SCENE_NAMES.indexOf(name);
    const { strokes } = inks[at % inks.length]!;
    const { glyph } = glyphFromColour(colourPictureOfInk(strokes, name, at + 1));
    expect(difference(glyph, glyphFromStrokes(strokes).glyph).mean).toBeLessThan(0.08);
  });

  it.each([
    ['clear', filled(() => [255, 255, 255, 0])],
    ['clear, with colours below', filled((pixel) => [pixel % 256, 7, 99, 0])],
    ['white', filled(() => [255, 255, 255, 255])],
    ['yellow', filled(() => [255, 255, 0, 255])],
    ['a white sheet with one clear corner', filled((pixel) => [255, 255, 255, pixel && 255])],
  ])('refuses a picture that is %s', (_name, picture) => {
    expect(() => glyphFromColour(picture)).toThrow(InkError);
  });

  it('refuses pixels that do not match the size', () => {
    const picture = { width: 3, height: 3, pixels: new Uint8Array(9) };
    expect(() => glyphFromColour(picture)).toThrow(
      expect.objectContaining({ code: 'bad_picture' }),
    );
  });
});

describe('greysFromColour', () => {
  const { strokes } = inks[0]!;

  it.each(['photo, blue ballpoint', 'black on transparent'] as const)(
    'is luma alone or first where that shows the ink: %s',
    (name: ColourSceneName) => {
      const picture = colourPictureOfInk(strokes, name, 1);
      const [first] = greysFromColour(picture);
      expect(Buffer.from(first!.grey.pixels)).toEqual(Buffer.from(lumaOfAll(onGround(picture))));
    },
  );

  it('is luma alone for paper with noise of every colour', () => {
    const random = seededRandom(5);
    const noise = filled((pixel) => {
      const light = 1 - (pixel % 120) / 300;
      const [red, green, blue] = [220, 205, 180].map((v) => light * v + 8 * nearlyNormal(random));
      return [red!, green!, blue!, 255];
    });
    expect([...greysFromColour(noise)]).toHaveLength(1);
  });

  it('is luma alone for a picture without colour', () => {
    const random = seededRandom(3);
    const grey = filled(() => {
      const value = Math.round(255 * random());
      return [value, value, value, 255];
    });
    expect([...greysFromColour(grey)]).toHaveLength(1);
  });
});

describe('onGround', () => {
  it('finds the one clear pixel of a picture that does not begin at a word of its memory', () => {
    const { width, height, pixels } = filled((pixel) => [9, 9, 9, pixel === 77 ? 254 : 255]);
    const moved = new Uint8Array(pixels.length + 1).subarray(1);
    moved.set(pixels);
    const picture = { width, height, pixels: moved };
    expect(onGround(picture)).not.toBe(picture);
    moved[4 * 77 + 3] = 255;
    expect(onGround(picture)).toBe(picture);
  });

  it('leaves an opaque picture as it is', () => {
    const picture = filled(() => [1, 2, 3, 255]);
    expect(onGround(picture)).toBe(picture);
  });

  it('puts on white what stands out there, with soft edges', () => {
    const { pixels } = onGround(filled((pixel) => [0, 0, 90, pixel === 5 ? 51 : 255]));
    expect([...pixels.slice(20, 24)]).toEqual([204, 204, 222, 255]);
  });
});
