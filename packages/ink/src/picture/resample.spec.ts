import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { enlarge, resampleByArea } from './resample.js';
import { floats, inWorkspace } from './workspace.js';

const grid = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .float32Array({
        min: 0,
        max: 1,
        noNaN: true,
        minLength: width * height,
        maxLength: width * height,
      })
      .map((values) => ({ width, height, values })),
  );
const size = fc.integer({ min: 1, max: 25 });
const mean = (values: Float32Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('resampleByArea', () => {
  it('keeps the mean and stays within the range, whatever the sizes', () => {
    fc.assert(
      fc.property(grid, size, size, (source, width, height) => {
        const { values } = resampleByArea(source, width, height);
        expect(mean(values)).toBeCloseTo(mean(source.values), 4);
        for (const value of values) expect(value >= 0 && value <= 1 + 1e-6).toBe(true);
      }),
    );
  });

  it('changes nothing when the size stays, and undoes a whole enlargement', () => {
    fc.assert(
      fc.property(grid, fc.integer({ min: 1, max: 4 }), (source, factor) => {
        const { width, height, values } = source;
        const larger = resampleByArea(source, width * factor, height * factor);
        const back = resampleByArea(larger, width, height);
        back.values.forEach((value, at) => expect(value).toBeCloseTo(values[at]!, 5));
      }),
    );
  });

  it('takes what lies outside for empty', () => {
    const one = { width: 1, height: 1, values: Float32Array.of(1) };
    const { values } = resampleByArea(one, 3, 1, { left: -1, top: 0, right: 2, bottom: 1 });
    expect(Array.from(values)).toEqual([0, 1, 0]);
  });
});

describe('enlarge', () => {
  it('interpolates between the centres of pixels', () => {
    const { values } = enlarge({ width: 2, height: 1, values: Float32Array.of(0, 1) }, 4, 1);
    expect(Array.from(values)).toEqual([0, 0.25, 0.75, 1]);
  });
});

it('gives the same in the workspace, where kernels do the work, and outside', () => {
  const cuts = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(grid, fc.integer({ min: 1, max: 9 }), cuts, (source, factor, cut) => {
      const both = () => {
        const values = floats(source.values.length);
        values.set(source.values);
        const [width, height] = [source.width * factor + 4, source.height * factor + 4];
        const larger = enlarge({ ...source, values }, width, height, cut);
        const smaller = resampleByArea(larger, 3, 5);
        return [larger.values.slice(), smaller.values.slice()];
      };
      expect(inWorkspace(both)).toEqual(both());
    }),
  );
});
