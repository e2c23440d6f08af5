import { expect, it } from '@jest/globals';
import { DIGIT_LABELS } from '@inkling/recognizer';
import { cardFor } from '../evaluation/testing/card-for.js';
import { sureShare } from './sure.js';

it('counts what is sure and looks like what the task knows', () => {
  const count = 4;
  const classes = DIGIT_LABELS.length;
  const logits = new Float32Array(count * classes);
  // The first three are clear to the network that reads, the last is open.
  [0, 1, 2].forEach((row) => (logits[row * classes + 3] = 50));
  const reading = {
    count,
    classes,
    logits,
    embeddings: new Float32Array(count),
    labels: new Uint8Array(count),
  };
  const alike = [
    [9, -9, -9],
    [-9, 9, -9],
    [9, -9, 9],
    [9, -9, -9],
  ];
  const set = {
    name: 'drawings',
    is: 'none' as const,
    count,
    logits: Float32Array.from(alike.flat()),
  };
  const limits = { digit: 0, letter: 0, several: 0 };
  const card = cardFor('digits', new Uint8Array());
  expect(sureShare(set, limits, 'digits', { card, reading })).toBe(1 / 4);
});
