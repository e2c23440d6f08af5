import { describe, expect, it } from '@jest/globals';
import { lumaOf } from './luma.js';

describe('lumaOf', () => {
  it('leaves greys as they are', () => {
    for (let value = 0; value < 256; value++) expect(lumaOf(value, value, value)).toBe(value);
  });

  // What libvips 8.18 makes of them.
  it.each([
    [255, 0, 0, 127],
    [0, 255, 0, 220],
    [0, 0, 255, 76],
    [255, 255, 0, 247],
    [144, 238, 144, 216],
    [12, 200, 99, 174],
  ])('weighs colours by the light they give: %i, %i, %i', (red, green, blue, luma) => {
    expect(lumaOf(red, green, blue)).toBe(luma);
  });
});
