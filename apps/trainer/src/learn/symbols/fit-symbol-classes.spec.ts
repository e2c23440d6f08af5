import { describe, expect, it } from '@jest/globals';
import { bestClass } from '@inkling/recognizer';
import { createRandom } from '../../random.js';
import { fitSymbolClasses, type ReadDrawings } from './fit-symbol-classes.js';

const SIZE = 6;
const CLASSES = 3;
const SYMBOLS = 2;
const random = createRandom(11);

/** Drawings about an axis each: the first three are classes, the next two symbols, of which no logit knows. */
function drawingsOf(axes: readonly number[], each: number): ReadDrawings & { axes: number[] } {
  const rows = axes.flatMap((axis) => new Array<number>(each).fill(axis));
  const embeddings = new Float32Array(rows.length * SIZE);
  const logits = new Float32Array(rows.length * CLASSES);
  rows.forEach((axis, row) => {
    for (let at = 0; at < SIZE; at++) {
      embeddings[row * SIZE + at] = (at === axis ? 3 : 0) + random.next() - 0.5;
    }
    for (let at = 0; at < CLASSES; at++) {
      logits[row * CLASSES + at] = 2 * embeddings[row * SIZE + at]!;
    }
  });
  return { count: rows.length, embeddings, logits, axes: rows };
}

const known = drawingsOf([0, 1, 2], 200);
const taught = drawingsOf([3, 4], 30);
const symbols = taught.axes.map((axis) => axis - CLASSES);
const lesson = { known, drawings: { ...taught, symbols }, symbols: SYMBOLS, temperature: 0.8 };

describe('fitSymbolClasses', () => {
  const { kernel, bias } = fitSymbolClasses(lesson);

  const answerTo = ({ embeddings, logits }: ReadDrawings, row: number): number => {
    const own = [...logits.subarray(row * CLASSES, (row + 1) * CLASSES)];
    const added = Array.from(bias, (start, symbol) => {
      let sum = start;
      for (let at = 0; at < SIZE; at++) {
        sum += embeddings[row * SIZE + at]! * kernel[at * SYMBOLS + symbol]!;
      }
      return sum;
    });
    return bestClass([...own, ...added]);
  };
  const rightOf = (drawings: ReadDrawings & { axes: number[] }): number =>
    drawings.axes.filter((axis, row) => answerTo(drawings, row) === axis).length / drawings.count;

  it('reads what it never saw of symbols, and takes nothing from the classes', () => {
    expect(rightOf(drawingsOf([3, 4], 100))).toBeGreaterThan(0.98);
    expect(rightOf(drawingsOf([0, 1, 2], 100))).toBeGreaterThan(0.99);
  });

  it('is the same each time', () => {
    expect(fitSymbolClasses(lesson)).toEqual({ kernel, bias });
  });

  it('gives way to the classes where symbols weigh nothing', () => {
    const light = fitSymbolClasses(lesson, { weight: 1e-9, decay: 1e-3 });
    expect(Math.max(...light.bias)).toBeLessThan(Math.min(...bias));
  });
});
