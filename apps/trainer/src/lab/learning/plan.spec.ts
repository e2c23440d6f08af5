import { describe, expect, it } from '@jest/globals';
import { drawPlan } from './plan.js';

/** Six hands with 8 glyphs of each of 6 classes, and one with a single glyph of each. */
const rich = ['a', 'b', 'c', 'd', 'e', 'f'];
const hands: string[] = [];
const labels: number[] = [];
for (let label = 0; label < 6; label++) {
  for (const hand of rich) {
    for (let copy = 0; copy < 8; copy++) {
      hands.push(hand);
      labels.push(label);
    }
  }
  hands.push('poor');
  labels.push(label);
}

describe('drawPlan', () => {
  const plan = drawPlan(hands, labels, 2, 4, 1);

  it('leaves half of the able hands out, and all that have too little', () => {
    expect(plan.hands).toHaveLength(3);
    expect(plan.hands).not.toContain('poor');
    expect(new Set(plan.others.map((row) => hands[row]))).toEqual(
      new Set([...rich.filter((hand) => !plan.hands.includes(hand)), 'poor']),
    );
  });

  it('corrects that many of each class and writer, and reads the others', () => {
    expect(plan.corrections).toHaveLength(3 * 6 * 2);
    expect(plan.remaining).toHaveLength(3 * 6 * 6);
    const read = new Set(plan.remaining);
    expect(plan.corrections.some((row) => read.has(row))).toBe(false);
    for (const row of [...plan.corrections, ...plan.remaining]) {
      expect(plan.hands).toContain(hands[row]);
    }
  });

  it('draws the same again for the same seed, and others for another', () => {
    expect(drawPlan(hands, labels, 2, 4, 1)).toEqual(plan);
    expect(drawPlan(hands, labels, 2, 4, 2)).not.toEqual(plan);
  });

  it('has the same writers whatever they correct', () => {
    const few = drawPlan(hands, labels, 1, 4, 1, 2);
    expect(few.hands).toEqual(plan.hands);
    expect(few.corrections).toHaveLength(3 * 6);
  });
});
