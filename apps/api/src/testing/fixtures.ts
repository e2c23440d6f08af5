import { readFileSync } from 'node:fs';

interface Drawing {
  readonly label: string;
  readonly writer: string;
  readonly strokes: number[][][];
}

const read = <T>(name: string): T[] =>
  JSON.parse(
    readFileSync(new URL(`../../../../fixtures/${name}.json`, import.meta.url), 'utf8'),
  ) as T[];

/** Real pen drawings (UNIPEN); of each digit five, of each letter two. */
export const drawings = read<Drawing>('unipen');

/** MNIST digits, 28 x 28 bytes each, white on black. */
export const mnist = read<{ readonly label: string; readonly pixels: string }>('mnist');

export const drawingsOf = (label: string): Drawing[] =>
  drawings.filter((drawing) => drawing.label === label);

export const inkOf = (label: string, index = 0): { strokes: number[][][] } => ({
  strokes: drawingsOf(label)[index]!.strokes,
});
