import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { glyphFromBytes, type Stroke } from '@inkling/ink';
import { ALLOGRAPHS, isClosedFour } from './allographs.js';

type Ink = readonly Stroke[];

/** Points on an ellipse around (50, 50), from an angle in degrees on, clockwise on the screen. */
const ring = (from: number, sweep: number, rx = 35, ry = 50): Stroke =>
  Array.from({ length: 40 }, (_, at) => {
    const angle = ((from + (sweep * at) / 39) * Math.PI) / 180;
    return [50 + rx * Math.cos(angle), 50 + ry * Math.sin(angle)];
  });

const lowered = (stroke: Stroke, by: number): Stroke => stroke.map(([x, y]) => [x, y + by]);

const SLASH: Stroke = [[85, 0], [15, 100]]; // prettier-ignore
const BAR: Stroke = [[30, 55], [75, 52]]; // prettier-ignore
const SEVEN: Stroke = [[10, 0], [80, 0], [40, 100]]; // prettier-ignore
const ZED: Stroke = [[10, 0], [90, 0], [10, 100], [90, 100]]; // prettier-ignore
const FLAT: Stroke = [[10, 100], [80, 100]]; // prettier-ignore
const HEAD: Stroke = [[10, 0], [80, 0]]; // prettier-ignore
const STEM: Stroke = [[45, 0], [45, 100]]; // prettier-ignore

/** Drawn by hand: which of a label's ways of writing fit it. */
const DRAWN: readonly (readonly [label: string, what: string, ink: Ink, fits: readonly string[]])[] =
  [
    ['0', 'a ring', [ring(-90, 370)], []],
    ['0', 'a ring and a slash', [ring(-90, 370), SLASH], ['slashed']],
    ['0', 'a slash through a ring that does not close', [ring(0, 300), SLASH], ['slashed']],
    ['0', 'a ring that does not close', [ring(-60, 300)], ['open ring']],
    ['0', 'a lying eight', [[...ring(0, 180, 50, 30), ...ring(180, -180, 50, 30)]], []],
    ['1', 'a stroke down', [STEM], ['bar alone']],
    ['1', 'a stroke up', [[[45, 100], [46, 0]]], ['bar alone']],
    ['1', 'a short flag', [[[25, 25], [45, 0], [45, 100]]], ['short upstroke']],
    ['1', 'a long flag', [[[5, 60], [45, 0], [45, 100]]], ['long upstroke']],
    ['1', 'flag and foot', [[[25, 25], [45, 0], [45, 100]], FLAT], ['short upstroke', 'with a foot']],
    ['2', 'a swan', [[[10, 20], [40, 0], [60, 20], [10, 98], [70, 100]]], []],
    ['2', 'a loop at the foot', [[[10, 20], [40, 0], [60, 30], [25, 98], [5, 85], [25, 72], [75, 100]]], ['looped']],
    ['4', 'a roof', [[[60, 100], [60, 0], [10, 60], [80, 60]]], ['closed']],
    ['4', 'two strokes', [[[20, 0], [10, 60], [80, 60]], [[60, 20], [55, 100]]], ['open']],
    ['4', 'one zigzag', [[[30, 0], [10, 50], [60, 45], [45, 100]]], ['lightning']],
    ['4', 'a zigzag in two strokes', [[[30, 0], [10, 50], [60, 45]], [[60, 45], [50, 100]]], ['lightning']],
    ['5', 'a hat', [[[20, 0], [15, 40], [60, 50], [50, 95], [10, 90]], HEAD], ['hat apart']],
    ['5', 'one stroke', [[[60, 0], [20, 0], [15, 40], [60, 50], [50, 95], [10, 90]]], ['one stroke']],
    ['7', 'plain', [SEVEN], []],
    ['7', 'a bar through the stem', [SEVEN, BAR], ['barred']],
    ['7', 'a bar that misses the stem', [SEVEN, [[80, 52], [95, 50]]], []],
    ['7', 'a head apart', [[[80, 0], [40, 100]], HEAD], []],
    ['7', 'a serif', [[[12, 22], [10, 0], [80, 0], [40, 100]]], ['with a serif']],
    ['8', 'two rings', [lowered(ring(0, 370, 30, 25), -25), lowered(ring(0, 370, 35, 25), 25)], []],
    ['8', 'a ring under an open one', [lowered(ring(-45, 250, 30, 25), -25), lowered(ring(0, 370, 35, 25), 25)], ['open']],
    ['9', 'a ball on a stick', [[...ring(0, -360, 25, 25), [75, 50], [75, 160]]], ['straight tail']],
    ['9', 'a hook', [[...ring(0, -360, 25, 25), [75, 50], [76, 110], [70, 140], [50, 155], [30, 150]]], ['curved tail']],
    ['9', 'an open ball', [ring(-70, -200, 25, 25), [[80, 20], [75, 150]]], ['straight tail', 'open ring']],
    ['I', 'a bar', [STEM], []],
    ['I', 'three strokes', [STEM, HEAD, FLAT], ['with bars']],
    ['Z', 'plain', [ZED], []],
    ['Z', 'barred', [ZED, BAR], ['barred']],
  ]; // prettier-ignore

const namesFitting = (label: string, ink: Ink) =>
  ALLOGRAPHS.filter((one) => one.label === label && one.fits(ink)).map(({ name }) => name);

/** The same drawing on a larger screen, elsewhere. */
const moved = (ink: Ink): Ink =>
  ink.map((stroke) => stroke.map(([x, y]) => [x * 7 + 300, y * 7 - 40]));

describe('allographs', () => {
  it.each(DRAWN)('knows a %s with %s', (label, _, ink, fits) => {
    expect(namesFitting(label, ink)).toEqual(fits);
    expect(namesFitting(label, moved(ink))).toEqual(fits);
  });

  it('knows closed fours on pictures, too', () => {
    const path = new URL('../../../../../../fixtures/mnist.json', import.meta.url);
    const pictures = JSON.parse(readFileSync(path, 'utf8')) as { label: string; pixels: string }[];
    const isClosed = pictures
      .filter(({ label }) => label === '4')
      .map(({ pixels }) => isClosedFour(glyphFromBytes(Buffer.from(pixels, 'base64'))));
    expect(isClosed).toEqual([false, false, false, false, true, false]);
  });

  it('finds each in real ink', () => {
    const path = new URL('../../../../../../fixtures/allographs.json', import.meta.url);
    const real = JSON.parse(readFileSync(path, 'utf8')) as {
      label: string;
      name: string;
      strokes: Ink;
    }[];
    expect(real.map(({ label, name }) => `${label} ${name}`)).toEqual(
      ALLOGRAPHS.map(({ label, name }) => `${label} ${name}`),
    );
    for (const { label, name, strokes } of real) {
      expect(namesFitting(label, strokes)).toContain(name);
    }
  });
});
