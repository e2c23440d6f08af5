import { STRIP_HEIGHT, type Strip } from '../types.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, max, min, sqrt } = Math;

/** Correlation of two strips, pixel by pixel, the second one stretched to the width of the first. */
export function likeness(a: Strip, b: Strip): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = 0; column < a.width; column++) {
      const own = a.values[row * a.width + column]!;
      const place = ((column + 0.5) * b.width) / a.width - 0.5;
      const low = max(0, min(b.width - 1, floor(place)));
      const high = min(b.width - 1, low + 1);
      const share = max(0, place - low);
      const other =
        b.values[row * b.width + low]! * (1 - share) + b.values[row * b.width + high]! * share;
      sumA += own;
      sumB += other;
      squaresA += own * own;
      squaresB += other * other;
      products += own * other;
    }
  }
  const count = STRIP_HEIGHT * a.width;
  const spread = (squares: number, sum: number) => squares - (sum * sum) / count;
  return (
    (products - (sumA * sumB) / count) /
    sqrt(max(1e-9, spread(squaresA, sumA) * spread(squaresB, sumB)))
  );
}
