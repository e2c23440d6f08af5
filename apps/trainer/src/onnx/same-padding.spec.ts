import { describe, expect, it } from '@jest/globals';
import { samePadding } from './same-padding.js';

describe('samePadding', () => {
  it('adds the same on both sides for an odd window at stride 1', () => {
    expect(samePadding(28, 3, 1)).toEqual([1, 1]);
    expect(samePadding(7, 5, 1)).toEqual([2, 2]);
  });

  it('adds the odd pixel at the end', () => {
    expect(samePadding(28, 3, 2)).toEqual([0, 1]);
    expect(samePadding(28, 2, 1)).toEqual([0, 1]);
    expect(samePadding(28, 5, 2)).toEqual([1, 2]);
  });

  it('adds nothing where the windows fit, or leave pixels between them', () => {
    expect(samePadding(28, 2, 2)).toEqual([0, 0]);
    expect(samePadding(28, 1, 2)).toEqual([0, 0]);
  });

  it('depends on the side', () => {
    expect(samePadding(7, 3, 2)).toEqual([1, 1]);
    expect(samePadding(14, 3, 2)).toEqual([0, 1]);
  });
});
