import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localMeans } from './local-means.js';
import { inWorkspace } from './workspace.js';

const { max, min } = Math;

it('is the mean of each window, cut at the edges, wherever the values lie', () => {
  const shapes = fc.record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 30 }),
    radius: fc.integer({ min: 0, max: 45 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(shapes, ({ width, height, radius, seed }) => {
      const tones = (_: unknown, at: number) => ((at * 7919 + seed) % 256) / 255;
      const values = Float32Array.from({ length: width * height }, tones);
      const found = localMeans({ width, height, values }, radius).values;
      const inside = inWorkspace(() =>
        Float32Array.from(localMeans({ width, height, values }, radius).values),
      );
      expect(inside).toEqual(found);
      for (const at of [0, values.length >> 1, values.length - 1]) {
        const [x, y] = [at % width, Math.floor(at / width)];
        let [sum, count] = [0, 0];
        for (let row = max(0, y - radius); row <= min(height - 1, y + radius); row++) {
          for (let column = max(0, x - radius); column <= min(width - 1, x + radius); column++) {
            sum += values[row * width + column]!;
            count++;
          }
        }
        expect(found[at]).toBeCloseTo(sum / count, 5);
      }
    }),
  );
});
