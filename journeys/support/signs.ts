import type { FixtureInk } from './ink.js';

type Point = readonly [x: number, y: number];

const TICK: readonly Point[] = [
  [10, 55],
  [20, 70],
  [30, 85],
  [35, 90],
  [45, 70],
  [60, 45],
  [75, 22],
  [90, 2],
];

const CIRCLED: readonly Point[] = Array.from({ length: 25 }, (_, at) => [
  50 + 45 * Math.cos((at / 24) * 2 * Math.PI),
  50 + 45 * Math.sin((at / 24) * 2 * Math.PI),
]);

/** The same sign by the same hand: each drawing differs a little. */
const byHand = (points: readonly Point[], drawing: number): Point[] =>
  points.map(([x, y], at) => [
    x + 2 * drawing * Math.sin(7 * drawing + 3 * at),
    y + 2 * drawing * Math.cos(5 * drawing + 2 * at),
  ]);

/** A tick, which no network has a class for. */
export const tick = (drawing = 0): FixtureInk => ({
  label: '✓',
  strokes: [byHand(TICK, drawing)],
});

/** A cross in a circle, of three strokes. */
export const crossedCircle = (drawing = 0): FixtureInk => ({
  label: '⊗',
  strokes: [
    byHand(CIRCLED, drawing),
    [
      [20, 20],
      [80, 80],
    ],
    [
      [80, 20],
      [20, 80],
    ],
  ],
});
