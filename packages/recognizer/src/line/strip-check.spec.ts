import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT } from '@inkling/ink';
import { linesSelfCheckSchema } from '../card/lines-card.js';
import { matchesStripCheck, stripCheckOf, stripOfCheck } from './strip-check.js';

const characters = ['a', 'b'];
/** Blank, a, a, blank, a, b. */
const output = {
  steps: 6,
  logits: Float32Array.from([...[0, 1, 9.5, 7, 1, 2, 8.25, 0, 0, 1, 2, 4, 3, 0, 1, -4, -2, -3]]),
};
const width = 22;
const bytes = Uint8Array.from({ length: STRIP_HEIGHT * width }, (_, at) => (at * 7) % 256);
const check = stripCheckOf({ bytes, width }, output, characters);

describe('stripCheckOf', () => {
  it('keeps the strip, its text and the highest logit of each step', () => {
    expect(check.text).toBe('aab');
    expect(check.peaks).toEqual([9.5, 7, 8.25, 4, 3, -2]);
    expect(linesSelfCheckSchema.parse(JSON.parse(JSON.stringify([check])))).toEqual([check]);
    expect(stripOfCheck(check)).toEqual({
      width,
      values: Float32Array.from(bytes, (b) => b / 255),
    });
  });

  it('is refused with another width', () => {
    expect(() => linesSelfCheckSchema.parse([{ ...check, width: 21 }])).toThrow(/32 rows/);
  });
});

describe('matchesStripCheck', () => {
  const changed = (step: number, by: number) => ({
    ...output,
    logits: output.logits.map((logit, at) => (Math.floor(at / 3) === step ? logit + by : logit)),
  });

  it('allows what engines differ by, and no more', () => {
    expect(matchesStripCheck(check, output, characters)).toBe(true);
    expect(matchesStripCheck(check, changed(4, 5e-4), characters)).toBe(true);
    expect(matchesStripCheck(check, changed(4, 0.02), characters)).toBe(false);
    expect(matchesStripCheck({ ...check, text: 'ab' }, output, characters)).toBe(false);
    const shorter = { steps: 5, logits: output.logits.subarray(0, 15) };
    expect(matchesStripCheck(check, shorter, characters)).toBe(false);
  });
});
