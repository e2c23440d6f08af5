/** Ink of signs that no network has a class for. */

interface Ink {
  readonly strokes: number[][][];
}

/** Moves each point a little, other for each drawing. */
const byHand = (points: readonly (readonly [number, number])[], drawing: number): number[][] =>
  points.map(([x, y], at) => [
    x + 3 * Math.sin(7 * drawing + 3 * at) * Math.sign(drawing),
    y + 3 * Math.cos(5 * drawing + 2 * at) * Math.sign(drawing),
  ]);

/** A tick. @param drawing 0: always the same; others differ a little */
export const tick = (drawing = 0): Ink => ({
  strokes: [
    byHand(
      [
        [10, 55],
        [20, 70],
        [30, 85],
        [35, 90],
        [45, 70],
        [60, 45],
        [75, 22],
        [90, 2],
      ],
      drawing,
    ),
  ],
});

/** An arrow to the right. */
export const arrow = (drawing = 0): Ink => ({
  strokes: [
    byHand(
      [
        [5, 50],
        [35, 50],
        [65, 50],
        [95, 50],
      ],
      drawing,
    ),
    byHand(
      [
        [70, 25],
        [82, 38],
        [95, 50],
        [82, 62],
        [70, 75],
      ],
      drawing,
    ),
  ],
});

/** A star of five points, in one stroke. */
export const star = (drawing = 0): Ink => ({
  strokes: [
    byHand(
      [
        [20, 95],
        [50, 5],
        [80, 95],
        [5, 38],
        [95, 38],
        [20, 95],
      ],
      drawing,
    ),
  ],
});
