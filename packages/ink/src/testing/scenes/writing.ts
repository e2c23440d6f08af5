import type { Stroke } from '../../types.js';
import { drawInk, type Canvas, type Random } from './canvas.js';

/** Rough characters for what stands around: neighbours, captions, labels of buttons. */
const CHARACTERS: readonly (readonly Stroke[])[] = [
  [[[0, 0], [0, 10]]],
  [[[0, 0], [6, 0], [2, 10]]],
  [[[3, 0], [0, 4], [1, 9], [4, 10], [6, 6], [5, 1], [3, 0]]],
  [[[0, 10], [3, 0], [6, 10]], [[1, 6], [5, 6]]],
  [[[0, 0], [0, 10], [5, 10]]],
  [[[6, 1], [2, 0], [0, 5], [2, 10], [6, 9]]],
  [[[0, 2], [3, 0], [6, 3], [0, 10], [6, 10]]],
]; // prettier-ignore

export const anyCharacter = (random: Random): readonly Stroke[] =>
  CHARACTERS[Math.floor(random() * CHARACTERS.length)]!;

/** A line of small print. */
export function print(to: Canvas, { x, y, height, letters, tone }: Print, random: Random): void {
  for (let at = 0; at < letters; at++) {
    const middle = { x: x + (at + 0.5) * height * 0.85, y: y + height / 2 };
    const pen = Math.max(0.8, height * 0.14);
    drawInk(to, anyCharacter(random), { ...middle, size: height, pen }, tone);
  }
}

interface Print {
  /** Its left upper corner. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly letters: number;
  readonly tone: number;
}
