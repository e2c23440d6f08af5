import { describe, expect, it } from '@jest/globals';
import type { NetworkSession } from '@inkling/recognizer';
import {
  allowedClasses,
  filterReading,
  logProbabilitiesOf,
  pickAnswers,
  pickRows,
  readInParts,
} from './reading.js';

const reading = {
  count: 3,
  classes: 2,
  logits: Float32Array.of(1, 0, 0, 2, 3, 3),
  embeddings: Float32Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3),
  labels: Uint8Array.of(0, 1, 0),
};

describe('reading', () => {
  it('is filtered by rows, all parts alike', () => {
    expect(filterReading(reading, (row) => row !== 1)).toEqual({
      count: 2,
      classes: 2,
      logits: Float32Array.of(1, 0, 3, 3),
      embeddings: Float32Array.of(1, 1, 1, 3, 3, 3),
      labels: Uint8Array.of(0, 0),
    });
    expect(filterReading(reading, () => false).count).toBe(0);
  });

  it('picks rows in the order asked for', () => {
    expect(pickAnswers(reading, [2, 0])).toEqual({
      count: 2,
      classes: 2,
      logits: Float32Array.of(3, 3, 1, 0),
      labels: Uint8Array.of(0, 0),
    });
    expect(pickRows(reading.logits, 2, [2, 0])).toEqual(Float32Array.of(3, 3, 1, 0));
  });

  it('reads glyphs part by part, and forgets them between', async () => {
    const parts: number[] = [];
    // Answers with the first value of each glyph, and twice that.
    const session: NetworkSession = {
      run: (glyphs, count) => {
        parts.push(count);
        const logits = Float32Array.from(glyphs, (value, at) => (at % 2 ? 2 * value : value));
        return Promise.resolve({ logits, embeddings: new Float32Array(count) });
      },
      release: () => Promise.resolve(),
    };
    const labels = Uint8Array.from({ length: 5000 }, (_, at) => at % 2);
    const answers = await readInParts(session, labels, (from, to) =>
      Float32Array.from({ length: 2 * (to - from) }, (_, at) => from + Math.floor(at / 2)),
    );
    expect(Math.max(...parts)).toBeLessThan(2500);
    expect(answers).toMatchObject({ count: 5000, classes: 2, labels });
    expect([...answers.logits.subarray(0, 4)]).toEqual([0, 0, 1, 2]);
    expect([...answers.logits.subarray(9998)]).toEqual([4999, 9998]);
    expect((await readInParts(session, new Uint8Array(0), () => new Float32Array(0))).count).toBe(
      0,
    );
  });

  it('masks letters out of the characters network', () => {
    expect(allowedClasses('characters', 'letters')).toEqual([...Array(47).keys()].slice(10));
    expect(allowedClasses('characters', 'digits')).toEqual([...Array(10).keys()]);
    expect(allowedClasses('digits', 'digits')).toHaveLength(10);
  });

  it('divides by the temperature and masks', () => {
    const [first, second] = logProbabilitiesOf(reading, 2, [0, 1]);
    expect(first![0]).toBeCloseTo(-Math.log(1 + Math.exp(-0.5)), 12);
    expect(second![1]).toBeCloseTo(-Math.log(1 + Math.exp(-1)), 12);
    expect([...logProbabilitiesOf(reading, 2, [1])[0]!]).toEqual([-Infinity, 0]);
  });
});
