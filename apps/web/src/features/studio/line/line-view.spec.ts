import { describe, expect, it } from '@jest/globals';
import { asLine, lineViewOf, paperWidth, scrollForMore } from './line-view';
import { toSheet } from '../sheet/view';

const stroke = (from: number, to: number, y = 300) => ({
  points: [[from, y, 0] as const, [to, y, 16] as const],
  penWidth: 10,
  hasPressure: false,
});

describe('lineViewOf', () => {
  it('moves with scrolling and keeps the ink where it is on the paper', () => {
    expect(toSheet(lineViewOf(240, 0), 120, 60)).toEqual([200, 120]);
    expect(toSheet(lineViewOf(240, 50), 70, 60)).toEqual([200, 120]);
  });

  it('survives a canvas without size', () => {
    expect(Number.isFinite(toSheet(lineViewOf(0, 0), 3, 3)[0])).toBe(true);
  });
});

describe('paperWidth', () => {
  it('is what is seen until the ink comes near its end, and grows then', () => {
    const view = lineViewOf(240, 0);
    expect(paperWidth([], view, 400)).toBe(400);
    expect(paperWidth([stroke(0, 100)], view, 400)).toBe(400);
    expect(paperWidth([stroke(0, 755)], view, 400)).toBe(400 + 200);
  });
});

describe('scrollForMore', () => {
  it('does nothing while there is room', () => {
    expect(scrollForMore([], lineViewOf(240, 0), 400)).toBeUndefined();
    expect(scrollForMore([stroke(0, 100)], lineViewOf(240, 0), 400)).toBeUndefined();
  });

  it('brings the end of the last stroke to where one can write on', () => {
    const strokes = [stroke(0, 655)];
    const scrolled = scrollForMore(strokes, lineViewOf(240, 0), 400)!;
    const end = 660 * 0.5 + lineViewOf(240, scrolled).offsetX;
    expect(Math.abs(end - 160)).toBeLessThanOrEqual(1);
    expect(scrollForMore(strokes, lineViewOf(240, scrolled), 400)).toBeUndefined();
  });

  it('follows the last stroke, not the farthest', () => {
    const strokes = [stroke(0, 900), stroke(0, 20)];
    expect(scrollForMore(strokes, lineViewOf(240, 0), 400)).toBeUndefined();
  });
});

describe('asLine', () => {
  it('begins at the left and fits into the height', () => {
    const moved = asLine([stroke(-200, -100, -300), stroke(-50, 60, 400)]);
    const points = moved.flatMap(({ points: all }) => all);
    expect(Math.min(...points.map(([x]) => x))).toBe(0);
    const ys = points.map(([, y]) => y);
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(240, 0);
    expect(Math.min(...ys)).toBeGreaterThan(0);
    expect(Math.max(...ys)).toBeCloseTo(0.76 * 480, 0);
    expect(moved[0]!.points[1]![2]).toBe(16);
  });
});
