import type { Stroke } from '@inkling/ink';
import type { SignInk } from '../../data/foreign.js';
import type { UnipenSample } from '../../data/unipen.js';
import { createRandom, type Random } from '../../random.js';

/** Draws a mark about a place above a letter, `width` and `height` being the letter's. */
type DrawMark = (x: number, y: number, width: number, height: number) => Stroke[];

/** By the combining character that it is. */
const MARKS: ReadonlyMap<string, DrawMark> = new Map([
  ['\u0308', twoDots],
  ['\u0303', wave],
  ['\u030c', hook],
  ['\u0301', slant],
]);

/** Every second letter or so, to have more letters than one kind of mark on each. */
const SHARE = 0.6;

/**
 * Small letters of people with marks put on them, as ä, ñ, č and é: what people teach that is nearly a character
 * of ours. No data set has them.
 */
export function markedLetters(written: readonly UnipenSample[], seed: number): SignInk[] {
  const random = createRandom(seed);
  const kinds = [...MARKS];
  return written
    .filter(({ label, cutInk }) => !cutInk && /^[a-z]$/.test(label))
    .filter(() => random.next() < SHARE)
    .map(({ label, writer, part, strokes }) => {
      const [mark, draw] = kinds[random.integer(kinds.length)]!;
      return {
        label: (label + mark).normalize('NFC'),
        writer,
        part,
        strokes: withMark(strokes, draw, random),
      };
    });
}

/** A mark a little above, never quite in the same place or of the same size. */
function withMark(strokes: readonly Stroke[], draw: DrawMark, random: Random): Stroke[] {
  const xs = strokes.flatMap((stroke) => stroke.map(([x]) => x));
  const ys = strokes.flatMap((stroke) => stroke.map(([, y]) => y));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const height = Math.max(bottom - top, (right - left) / 2);
  const width = Math.max(right - left, 0.4 * height);
  const shaken = (value: number, by: number) => value + by * random.between(-1, 1);
  const x = shaken((left + right) / 2, 0.08 * width);
  const y = top - shaken(0.2, 0.05) * height;
  const size = shaken(1, 0.2);
  const mark = draw(x, y, size * width, size * height).map((stroke) =>
    stroke.map(([px, py]): [number, number] => [
      shaken(px, 0.015 * width),
      shaken(py, 0.015 * height),
    ]),
  );
  return [...strokes, ...mark];
}

function twoDots(x: number, y: number, width: number, height: number): Stroke[] {
  return [-1, 1].map((side) => [
    [x + side * 0.21 * width, y],
    [x + side * 0.22 * width, y + 0.05 * height],
  ]);
}

function wave(x: number, y: number, width: number, height: number): Stroke[] {
  const steps = Array.from({ length: 12 }, (_, at) => at / 11);
  return [
    steps.map((step): [number, number] => [
      x + (0.7 * step - 0.35) * width,
      y - 0.07 * height * Math.sin(2 * Math.PI * step),
    ]),
  ];
}

function hook(x: number, y: number, width: number, height: number): Stroke[] {
  return [
    [
      [x - 0.3 * width, y - 0.08 * height],
      [x, y + 0.08 * height],
      [x + 0.3 * width, y - 0.08 * height],
    ],
  ];
}

function slant(x: number, y: number, width: number, height: number): Stroke[] {
  return [
    [
      [x - 0.12 * width, y + 0.1 * height],
      [x + 0.16 * width, y - 0.1 * height],
    ],
  ];
}
