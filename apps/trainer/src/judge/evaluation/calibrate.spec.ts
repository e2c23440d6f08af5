import { describe, expect, it } from '@jest/globals';
import { CHARACTER_LABELS, DIGIT_LABELS, fitTemperature } from '@inkling/recognizer';
import { createRandom } from '../../random.js';
import { fitCalibration } from './calibrate.js';
import type { Reading } from '../../onnx/reading.js';

/** Rows of noise in which a class stands out by `height`, and is the right one in `share` of the rows. */
function readingOf(classes: number, rows: number, height: number, share: number): Reading {
  const random = createRandom(classes + rows);
  const logits = Float32Array.from({ length: rows * classes }, () => random.next());
  const labels = Uint8Array.from({ length: rows }, (_, row) => row % classes);
  labels.forEach((label, row) => {
    const answer = random.next() < share ? label : (label + 1) % classes;
    logits[row * classes + answer]! += height;
  });
  return { count: rows, classes, logits, embeddings: new Float32Array(rows), labels };
}

describe('fitCalibration', () => {
  it('gives the digits one temperature and one pair of limits', () => {
    const classes = DIGIT_LABELS.length;
    const reading = readingOf(classes, 400, 6, 0.99);
    const scribbles = readingOf(classes, 100, 0, 1);
    const { temperature, certainty } = fitCalibration('digits', reading, scribbles);
    expect(temperature).toBeCloseTo(fitTemperature(reading), 3);
    expect(certainty.measured!.sureRight).toBeGreaterThanOrEqual(0.98);
    expect(certainty.measured!.unlikeCharacters).toBeLessThanOrEqual(0.005);
    expect(certainty.measured!.unsureScribbles).toBe(1);
    expect(certainty.tasks).toEqual({});
  });

  it('gives letters limits of their own, from letters alone', () => {
    const reading = readingOf(CHARACTER_LABELS.length, 940, 6, 0.97);
    const scribbles = readingOf(CHARACTER_LABELS.length, 100, 0, 1);
    const digitsWrong: Reading = {
      ...reading,
      // Digits that are read wrong make characters less sure, and letters not at all.
      labels: reading.labels.map((label) => (label < 10 ? (label + 5) % 10 : label)),
    };
    const limits = fitCalibration('characters', digitsWrong, scribbles).certainty;
    expect(limits.measured!.sureShare).toBeLessThan(limits.tasks!.letters!.measured!.sureShare);
  });

  it('does without glyphs of a task, and not without any', () => {
    const digitsOnly = {
      ...readingOf(CHARACTER_LABELS.length, 200, 6, 0.99),
      labels: Uint8Array.from({ length: 200 }, (_, row) => row % 10),
    };
    const scribbles = readingOf(CHARACTER_LABELS.length, 10, 0, 1);
    const { certainty } = fitCalibration('characters', digitsOnly, scribbles);
    expect(certainty.tasks!.letters).toMatchObject({ sureFrom: 1, unlikeBelow: 0 });
    const none = { ...digitsOnly, count: 0, labels: new Uint8Array(0) };
    expect(() => fitCalibration('characters', none, scribbles)).toThrow(RangeError);
  });
});
