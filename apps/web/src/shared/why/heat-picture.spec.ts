import { expect, it } from '@jest/globals';
import { heatColour } from './heat-colours';
import { paintHeat } from './heat-picture';

const SIDE = 8;
const OUTLINE = [1, 2, 3] as const;
/** Ink on the left, heat above. */
const drawing = {
  side: SIDE,
  glyph: Uint8ClampedArray.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE < 4 ? 255 : 0)),
  heat: Uint8ClampedArray.from({ length: SIDE * SIDE }, (_, at) => (at < SIDE * 4 ? 255 : 0)),
};
const painted = paintHeat(drawing, 4, 'light', OUTLINE);
const at = (x: number, y: number) => [...painted.subarray((y * 32 + x) * 4, (y * 32 + x) * 4 + 4)];

it('paints ink in the colour of its heat', () => {
  expect(at(5, 5)).toEqual([...heatColour(1, 'light'), 255]);
  expect(at(5, 28)).toEqual([...heatColour(0, 'light'), 255]);
});

it('leaves cold paper alone, and hints at heat on it', () => {
  expect(at(28, 28)[3]).toBe(0);
  const [, , , opacity] = at(26, 5);
  expect(opacity).toBeGreaterThan(60);
  expect(opacity).toBeLessThan(130);
});

it('draws a line around what was looked at most, and at the border', () => {
  const outlined = (x: number, y: number) => at(x, y).slice(0, 3).join() === OUTLINE.join();
  const column = Array.from({ length: 32 }, (_, y) => outlined(10, y));
  expect(column.filter(Boolean).length).toBeGreaterThanOrEqual(3);
  expect(column.lastIndexOf(true)).toBeGreaterThan(11);
  expect(column.lastIndexOf(true)).toBeLessThan(18);
});
