import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InkError } from '../../errors.js';
import { stripFromStrokes } from '../../strokes/strip-from-strokes.js';
import { readGlyphs, readInks } from '../../testing/fixtures.js';
import {
  LINE_EFFECT_NAMES,
  paintLines,
  pictureOfLines,
  writtenLine,
} from '../../testing/scenes/lines.js';
import {
  addNoise,
  boxOf,
  canvas,
  drawInk,
  fill,
  fillCircle,
  fillLine,
  insideLine,
  insideRectangle,
  paint,
  toPicture,
  type Canvas,
  type Spot,
} from '../../testing/scenes/canvas.js';
import { seededRandom } from '../../testing/random.js';
import { likeness } from '../../testing/strips.js';
import {
  STRIP_HEIGHT,
  type GreyPicture,
  type Point,
  type Stroke,
  type Strip,
} from '../../types.js';
import { stripsFromColour } from '../colour/strips-from-colour.js';
import { MOST_ROWS, stripsFromPicture } from './strips-from-picture.js';

const inks = readInks();

/** Some real characters as a line. */
function line(text: string, which = 0): Stroke[] {
  return writtenLine(
    [...text].map((label, at) => {
      const own = inks.filter((ink) => ink.label === label);
      return own[(which + at) % own.length]!.strokes;
    }),
  );
}

const NUMBER = line('4071385');
const WORD = line('HANDELN', 2);
const scene = { size: 60, pen: 5 };

/** For what is written in two heights. */
const twoHigh = { size: 160, pen: 4 };

const moved = (strokes: readonly Stroke[], right: number, down: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]): Point => [x + right, y + down]));

const rowsOf = (picture: GreyPicture) => stripsFromPicture(picture).rows;

/** A strip that lies in a picture of its own: to be compared with what is read from others. */
const clean = (strokes: readonly Stroke[]): Strip => stripFromStrokes(strokes, { penWidth: 2.4 });

const inverted = ({ width, height, pixels }: GreyPicture): GreyPicture => ({
  width,
  height,
  pixels: pixels.map((value) => 255 - value),
});

const vignette = (to: Canvas) =>
  paint(to, ({ x, y }, now) => {
    const [across, down] = [x / to.width - 0.5, y / to.height - 0.5];
    return now * (1 - 1.3 * (across * across + down * down));
  });

/** Of a hand or a phone beside the light: dark inside, and fading out over some pixels. */
const softShadow =
  (inside: (to: Canvas) => (spot: Spot) => number, fading: number, depth: number) =>
  (to: Canvas) => {
    const depthOf = inside(to);
    paint(to, (spot, now) => now * (1 - depth / (1 + Math.exp((-4 * depthOf(spot)) / fading))));
    addNoise(to, 2, seededRandom(5));
  };

const ofFinger = softShadow(
  ({ width, height }) =>
    insideLine({ x: 0.75 * width, y: 0.35 * height }, { x: 0.9 * width, y: 1.2 * height }, 110),
  60,
  0.35,
);

const ofPhone = softShadow(
  ({ width, height }) =>
    insideRectangle({ x: 0.76 * width, y: 0.3 * height, width: 200, height: 320 }, 0.2),
  80,
  0.4,
);

const ruled =
  (apart: number, thickness: number, lean: number) =>
  (to: Canvas): void => {
    const { width, height } = to;
    for (let y = apart / 2 - lean * width; y < height; y += apart) {
      const end = { x: width + 9, y: y + lean * width };
      fillLine(to, { x: -9, y }, end, { thickness, tone: 150 });
    }
  };

/** Rules both ways, turned by what the level ones fall. */
const squared =
  (apart: number, thickness: number, lean: number) =>
  (to: Canvas): void => {
    const { width, height } = to;
    ruled(apart, thickness, lean)(to);
    for (let x = apart / 3; x < width + lean * height; x += apart) {
      const end = { x: x - lean * height, y: height + 9 };
      fillLine(to, { x, y: -9 }, end, { thickness, tone: 150 });
    }
  };

const onDesk = (to: Canvas) => {
  const { width, height } = to;
  const sheet = { x: 0.1 * width, y: 0.08 * height, width: 0.8 * width, height: 0.85 * height };
  const inside = insideRectangle(sheet);
  paint(to, (spot, now) => (inside(spot) > 0 ? now : 70));
  addNoise(to, 4, seededRandom(3));
};

/** The rows of pixels from one on. */
const below = ({ width, height, pixels }: GreyPicture, top: number): GreyPicture => ({
  width,
  height: height - top,
  pixels: pixels.slice(top * width),
});

/** Rows with all that a row has, or a named error. */
function checkRows(sent: GreyPicture): void {
  try {
    for (const { values, width, placement } of rowsOf(sent)) {
      expect(values).toHaveLength(STRIP_HEIGHT * width);
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(Object.values(placement).every(Number.isFinite)).toBe(true);
    }
  } catch (error) {
    if (!(error instanceof InkError)) throw error;
  }
}

describe('stripsFromPicture', () => {
  it.each(LINE_EFFECT_NAMES)('reads two rows: %s', (effect) => {
    const rows = rowsOf(pictureOfLines([NUMBER, WORD], scene, effect));
    expect(rows).toHaveLength(2);
    expect(likeness(clean(NUMBER), rows[0]!)).toBeGreaterThan(0.8);
    expect(likeness(clean(WORD), rows[1]!)).toBeGreaterThan(0.8);
  });

  it.each([
    ['small, 30 pixels high', { size: 22, pen: 2.2, margin: 0.15 }],
    ['large', { size: 300, pen: 26 }],
    ['a hairline', { size: 300, pen: 3 }],
    ['a marker', { size: 60, pen: 11 }],
    ['a marker, few pixels', { size: 16, pen: 4.4, margin: 0.4 }],
    ['tight', { size: 60, pen: 5, margin: 0 }],
    ['a lot of paper', { size: 40, pen: 4, margin: 6 }],
    ['a little tilted', { size: 60, pen: 5, turn: 0.06 }],
  ] as const)('reads a number: %s', (_, how) => {
    const rows = rowsOf(pictureOfLines([NUMBER], how));
    expect(rows).toHaveLength(1);
    expect(likeness(clean(NUMBER), rows[0]!)).toBeGreaterThan(0.75);
  });

  it('keeps the feet of small numbers, though they stand on one line', () => {
    for (let which = 0; which < 3; which++) {
      const number = line('5222525', which);
      const rows = rowsOf(pictureOfLines([number], { size: 11, pen: 1.4 }));
      expect(rows).toHaveLength(1);
      expect(likeness(clean(number), rows[0]!)).toBeGreaterThan(0.75);
    }
  });

  it.each([
    ['waves of two tones', { size: 26, pen: 2.6, tone: 90 }],
    ['waves of two tones', { size: 40, pen: 4, tone: 110 }],
    ['hatching', { size: 20, pen: 2, tone: 60 }],
    ['hatching', { size: 40, pen: 4, tone: 110 }],
  ] as const)('reads a number on paper that is printed all over: %s', (effect, how) => {
    const rows = rowsOf(pictureOfLines([NUMBER], { ...how, margin: 0.3, paper: 210 }, effect));
    expect(rows).toHaveLength(1);
    expect(likeness(clean(NUMBER), rows[0]!)).toBeGreaterThan(0.85);
  });

  it.each([
    ['below', 0.25],
    ['below', 0.35],
    ['above', 0.25],
    ['above', 0.35],
  ])('finds a row %s of one that is many times as high: %d of it', (where, share) => {
    const small = WORD.map((stroke) => stroke.map(([x, y]): Point => [x * share, y * share]));
    const top = where === 'below' ? 130 : -130 * share - 20;
    const rows = rowsOf(pictureOfLines([[...NUMBER, ...moved(small, 0, top)]], twoHigh));
    const [first, second] = where === 'below' ? [NUMBER, WORD] : [WORD, NUMBER];
    expect(rows).toHaveLength(2);
    expect(likeness(rows[0]!, clean(first))).toBeGreaterThan(0.7);
    expect(likeness(rows[1]!, clean(second))).toBeGreaterThan(0.7);
  });

  it.each([
    ['circles, as some draw dots', 9, 14],
    ['ticks', 3, 20],
  ])('leaves %s with the characters that they stand over', (_, wide, high) => {
    const box = boxOf(WORD);
    const dots = Array.from({ length: 4 }, (_, at): Stroke => {
      const x = box.left + ((at + 0.5) * box.width) / 4;
      return Array.from({ length: 13 }, (_, step): Point => {
        const turn = (step * Math.PI) / 6;
        return [x + wide * Math.cos(turn), box.top - 30 + (high / 2) * Math.sin(turn)];
      });
    });
    expect(rowsOf(pictureOfLines([[...WORD, ...dots]], twoHigh))).toHaveLength(1);
  });

  it('fits the ink into the strip as drawings are', () => {
    const { values, width } = rowsOf(pictureOfLines([NUMBER], scene))[0]!;
    expect(values).toHaveLength(STRIP_HEIGHT * width);
    const ink = Array.from({ length: STRIP_HEIGHT }, (_, row) =>
      values.subarray(row * width, (row + 1) * width).some((value) => value > 0.3),
    );
    expect(ink.slice(2, -2).every(Boolean)).toBe(true);
    expect(ink.slice(0, 1).concat(ink.slice(-1))).toEqual([false, false]);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(Math.abs(width / clean(NUMBER).width - 1)).toBeLessThan(0.04);
  });

  it('levels lines, and says by how much', () => {
    for (const turn of [-0.12, 0.1]) {
      const [first, second] = rowsOf(pictureOfLines([NUMBER, WORD], { ...scene, turn }));
      expect(first!.slope).toBeCloseTo(Math.tan(turn), 1);
      expect(likeness(clean(NUMBER), first!)).toBeGreaterThan(0.5);
      expect(second!.width).toBeGreaterThan(100);
    }
  });

  it('says where each row is in the picture that was sent', () => {
    for (const how of [scene, { size: 400, pen: 30 }, { ...scene, margin: 4 }]) {
      for (const effect of ['as it is', 'frame', 'dark desk'] as const) {
        const rows = rowsOf(pictureOfLines([NUMBER, WORD], how, effect));
        const { boxes } = paintLines([NUMBER, WORD], how);
        rows.forEach(({ width, placement: { scale, offsetX, offsetY } }, at) => {
          const { left, top, right, bottom } = boxes[at]!;
          expect(Math.abs(left * scale + offsetX - 2)).toBeLessThan(1.5);
          expect(Math.abs(right * scale + offsetX - (width - 2))).toBeLessThan(2);
          expect(Math.abs(top * scale + offsetY - 2)).toBeLessThan(1.5);
          expect(Math.abs(bottom * scale + offsetY - (STRIP_HEIGHT - 2))).toBeLessThan(1.5);
        });
      }
    }
  });

  it('takes light ink for what dark ink is', () => {
    const picture = pictureOfLines([NUMBER, WORD], scene);
    const light = rowsOf(inverted(picture));
    rowsOf(picture).forEach((row, at) => {
      expect(light[at]!.width).toBe(row.width);
      expect(likeness(row, light[at]!)).toBeGreaterThan(0.99);
    });
  });

  it('does not mind where in the picture the lines are', () => {
    const picture = pictureOfLines([NUMBER, WORD], scene);
    const rows = rowsOf(picture);
    const lower = rowsOf(below(picture, 12));
    rows.forEach(({ values, placement }, at) => {
      expect(lower[at]!.values).toEqual(values);
      expect(lower[at]!.placement.offsetY).toBeCloseTo(placement.offsetY + 12 * placement.scale, 6);
    });
  });

  it('leaves a row out of which only the feet are in the picture', () => {
    const how = { ...scene, apart: 0.4 };
    const { boxes } = paintLines([WORD, NUMBER], how);
    const picture = below(
      pictureOfLines([WORD, NUMBER], how),
      Math.round(0.3 * boxes[0]!.top + 0.7 * boxes[0]!.bottom),
    );
    const rows = rowsOf(picture);
    expect(rows).toHaveLength(1);
    expect(likeness(clean(NUMBER), rows[0]!)).toBeGreaterThan(0.85);
  });

  it('keeps dashes, dots and bars with their line', () => {
    const dash: Stroke[] = [[[0, 50], [60, 50]]]; // prettier-ignore
    const characters = [...'31'].map((label) => inks.find((ink) => ink.label === label)!.strokes);
    const number = writtenLine(characters);
    const right = Math.max(...number.flat().map(([x]) => x));
    const sign = dash.map((stroke) => stroke.map(([x, y]) => [x + right + 25, y] as const));
    const point: Stroke = [
      [right + 100, 96],
      [right + 102, 98],
    ];
    const rows = rowsOf(pictureOfLines([[...number, ...sign, point]], scene));
    expect(rows).toHaveLength(1);
    expect(rows[0]!.width).toBeGreaterThan(clean([...number, ...sign]).width);
  });

  it('reads digits of MNIST side by side', () => {
    const glyphs = readGlyphs('mnist').slice(0, 6);
    const pixels = new Uint8Array(glyphs.length * 28 * 28);
    glyphs.forEach(({ picture }, at) => {
      for (let row = 0; row < 28; row++) {
        const from = picture.pixels.subarray(row * 28, (row + 1) * 28);
        pixels.set(from, (row * glyphs.length + at) * 28);
      }
    });
    const rows = rowsOf({ width: 28 * glyphs.length, height: 28, pixels });
    expect(rows).toHaveLength(1);
    expect(rows[0]!.width).toBeGreaterThan(140);
  });

  it('gives at most 20 rows, the upper ones', () => {
    const many = Array<Stroke[]>(MOST_ROWS + 3).fill(NUMBER);
    expect(rowsOf(pictureOfLines(many, { size: 30, pen: 3 }))).toHaveLength(MOST_ROWS);
  });

  it('shows its steps when asked, and leaves its input alone', () => {
    const picture = pictureOfLines([NUMBER, WORD], scene);
    const before = Uint8Array.from(picture.pixels);
    const { steps } = stripsFromPicture(picture, { explain: true });
    expect(steps!.map(({ name }) => name)).toEqual(['grey', 'ink', 'cleaned', 'strip', 'strip']);
    for (const { width, height, pixels } of steps!) expect(pixels).toHaveLength(width * height);
    expect(Uint8Array.from(picture.pixels)).toEqual(before);
    expect(stripsFromPicture(picture).steps).toBeUndefined();
  });

  it('refuses what is no picture, and one of nothing', () => {
    const codeOf = (picture: GreyPicture) => {
      try {
        stripsFromPicture(picture);
      } catch (error) {
        return (error as InkError).code;
      }
      return undefined;
    };
    expect(codeOf({ width: 3, height: 3, pixels: new Uint8Array(8) })).toBe('bad_picture');
    expect(codeOf({ width: 0, height: 0, pixels: new Uint8Array(0) })).toBe('bad_picture');
    const paper = { width: 300, height: 60, pixels: new Uint8Array(18_000).fill(200) };
    expect(codeOf(paper)).toBe('nothing_drawn');
    let state = 1;
    const noise = Uint8Array.from({ length: 18_000 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return 180 + (state % 40);
    });
    expect(codeOf({ ...paper, pixels: noise })).toBe('nothing_drawn');
  });

  it.each([
    ['a vignette', 1200, 900, vignette],
    ['a vignette, upright', 900, 1200, vignette],
    ["a finger's shadow", 1200, 900, ofFinger],
    ["a phone's shadow", 1200, 900, ofPhone],
    ['thin rules', 1200, 900, ruled(40, 1.4, 0.012)],
    ['tilted rules', 1200, 900, ruled(64, 2, 0.045)],
    ['squares', 1200, 900, squared(40, 2, 0)],
    ['wide squares, tilted a little', 1200, 900, squared(64, 4, 0.02)],
    ['tilted squares', 900, 1200, squared(45, 2.4, 0.045)],
    ['a sheet on a desk', 1200, 900, onDesk],
    ['a wide sheet on a desk', 1600, 500, onDesk],
  ] as const)(
    'reads a number on a page with %s, and nothing without it',
    (_, width, height, light) => {
      const page = (strokes?: readonly Stroke[]): GreyPicture => {
        const to = canvas(width, height, 225);
        light(to);
        const { width: wide, height: high } = boxOf(NUMBER);
        const size = Math.max(wide, high) * (60 / high);
        if (strokes) drawInk(to, strokes, { x: width * 0.48, y: height * 0.5, size, pen: 5 }, 60);
        return toPicture(to);
      };
      const rows = rowsOf(page(NUMBER));
      expect(rows).toHaveLength(1);
      expect(likeness(clean(NUMBER), rows[0]!)).toBeGreaterThan(0.75);
      expect(() => rowsOf(page())).toThrow(InkError);
    },
  );

  it.each([0, 0.02])('reads a word beside the rule of a margin that leans by %d', (lean) => {
    const to = canvas(1600, 1200, 235);
    const end = { x: 80 + lean * 1200, y: 1203 };
    fillLine(to, { x: 80, y: -3 }, end, { thickness: 2.4, tone: 120 });
    const short = line('14');
    const { width, height } = boxOf(short);
    const size = Math.max(width, height) * (60 / height);
    drawInk(to, short, { x: 500, y: 500, size, pen: 4 }, 50);
    const rows = rowsOf(toPicture(to));
    expect(rows).toHaveLength(1);
    expect(likeness(clean(short), rows[0]!)).toBeGreaterThan(0.75);
  });

  it('sees no writing in dust', () => {
    const to = canvas(900, 240, 225);
    for (let at = 0; at < 30; at++) {
      const middle = { x: (at * 331) % 900, y: (at * 97) % 240 };
      fillCircle(to, middle, 1 + (at % 3) / 3, 140);
    }
    expect(() => rowsOf(toPicture(to))).toThrow(InkError);
  });

  it('takes no patch for a sheet that has next to nothing inside its edge', () => {
    const to = canvas(6, 66, 200);
    for (const [x, y, width, height] of [
      [1, 1, 2, 20],
      [0, 32, 6, 1],
      [0, 33, 4, 24],
    ] as const) {
      fill(to, insideRectangle({ x, y, width, height }), 0);
    }
    checkRows(toPicture(to));
  });

  it('gives strips or a named error for anything', () => {
    const side = fc.integer({ min: 1, max: 140 });
    const picture = fc.tuple(side, side).chain(([width, height]) =>
      fc
        .array(
          fc.tuple(fc.nat(width - 1), fc.nat(height - 1), fc.nat(50), fc.nat(50), fc.nat(255)),
          { maxLength: 14 },
        )
        .map((bars) => {
          const pixels = new Uint8Array(width * height).fill(200);
          for (const [left, top, wide, high, tone] of bars) {
            for (let row = top; row < Math.min(height, top + high); row++) {
              pixels.fill(tone, row * width + left, row * width + Math.min(width, left + wide));
            }
          }
          return { width, height, pixels };
        }),
    );
    fc.assert(fc.property(picture, checkRows), { numRuns: 150 });
    for (const [width, height] of [
      [1, 5000],
      [9000, 1],
      [70_000, 2],
      [2, 2],
    ] as const) {
      // prettier-ignore
      checkRows({
        width,
        height,
        pixels: Uint8Array.from({ length: width * height }, (_, at) => (at * 7919) % 256),
      });
    }
  });
});

describe('stripsFromColour', () => {
  const coloured = (
    { width, height, pixels }: GreyPicture,
    colour: (ink: number) => readonly number[],
  ) => ({
    width,
    height,
    pixels: Uint8Array.from(pixels, (value) => value).reduce(
      (all, value, at) => {
        all.set(colour((235 - value) / 195), 4 * at);
        return all;
      },
      new Uint8Array(4 * width * height),
    ),
  });

  it('reads ink that differs by its colour alone, and ink on nothing', () => {
    const picture = pictureOfLines([NUMBER, WORD], scene);
    const yellow = coloured(picture, (ink) => [255, 255, 255 * (1 - ink), 255]);
    const white = coloured(picture, (ink) => [255, 255, 255, 255 * ink]);
    for (const sent of [yellow, white]) {
      const { rows } = stripsFromColour(sent);
      expect(rows).toHaveLength(2);
      expect(likeness(clean(NUMBER), rows[0]!)).toBeGreaterThan(0.8);
    }
  });

  it('refuses pixels that are not of four channels', () => {
    expect(() => stripsFromColour({ width: 2, height: 2, pixels: new Uint8Array(4) })).toThrow();
  });
});
