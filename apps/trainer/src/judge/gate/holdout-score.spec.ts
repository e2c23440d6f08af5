import { describe, expect, it } from '@jest/globals';
import { labelsOfNetwork } from '@inkling/recognizer';
import { holdoutScore } from './holdout-score.js';

const LABELS = labelsOfNetwork('characters');
const CARD = { labels: [...LABELS], temperature: 1 };

/** One drawing that is a 0 to the network, and after that an O. */
const logits = new Float32Array(2 * LABELS.length);
for (const row of [0, 1]) {
  logits[row * LABELS.length + LABELS.indexOf('0')] = 9;
  logits[row * LABELS.length + LABELS.indexOf('O')] = 8;
}
const reading = {
  count: 2,
  classes: LABELS.length,
  logits,
  embeddings: new Float32Array(2),
  labels: Uint8Array.of(LABELS.indexOf('O'), LABELS.indexOf('O')),
};

describe('holdoutScore', () => {
  it('lets only the labels of its task answer each sample', () => {
    expect(holdoutScore('characters', reading, ['letters', 'letters'], CARD).errors).toBe(0);
    expect(holdoutScore('characters', reading, ['letters', 'characters'], CARD).errors).toBe(1);
    expect(holdoutScore('characters', reading, undefined, CARD).errors).toBe(2);
  });

  it('has a lower loss where fewer labels compete', () => {
    const narrow = holdoutScore('characters', reading, ['letters', 'letters'], CARD);
    const mixed = holdoutScore('characters', reading, ['letters', 'characters'], CARD);
    expect(narrow.logLoss).toBeLessThan(mixed.logLoss);
    expect(mixed.logLoss).toBeGreaterThan(0.5);
  });

  it('scores nothing as nothing, and refuses tasks of another number', () => {
    const none = { ...reading, count: 0, labels: new Uint8Array() };
    expect(holdoutScore('characters', none, [], CARD)).toEqual({ errors: 0, logLoss: 0 });
    expect(() => holdoutScore('characters', reading, ['letters'], CARD)).toThrow('1 tasks for 2');
  });
});
