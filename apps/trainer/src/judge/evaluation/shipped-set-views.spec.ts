import { describe, expect, it } from '@jest/globals';
import { labelsOfNetwork, type Evaluation } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import type { Reading } from '../../onnx/reading.js';
import { measureShippedSets, withShippedSets } from './shipped-set-views.js';
import { cardFor } from './testing/card-for.js';

const labels = labelsOfNetwork('characters');

/** Glyphs by their right labels, and what the network would call each if everything may answer. */
function readingOf(glyphs: readonly (readonly [right: string, read: string])[]): Reading {
  const logits = glyphs.flatMap(([right, read]) =>
    labels.map((label) => (label === read ? 2 : label === right ? 1 : 0)),
  );
  return {
    count: glyphs.length,
    classes: labels.length,
    logits: Float32Array.from(logits),
    embeddings: new Float32Array(glyphs.length),
    labels: Uint8Array.from(glyphs, ([right]) => labels.indexOf(right)),
  };
}

// An O among letters is right once 0 may not answer.
const gate = readingOf([
  ['O', '0'],
  ['O', 'O'],
  ['0', '0'],
  ['7', '1'],
]);
const validation = readingOf([['A', 'A']]);
const measured = measureShippedSets('characters', 1, { gate, validation });

describe('measureShippedSets', () => {
  it('measures each set over all classes, and with letters or digits alone', () => {
    expect(
      measured.map(({ dataset, task, samples, top1 }) => [dataset, task, samples, top1]),
    ).toEqual([
      ['Gate set', 'characters', 4, 0.5],
      ['Gate set', 'letters', 2, 1],
      ['Gate set', 'digits', 2, 0.5],
      ['Validation set', 'characters', 1, 1],
      ['Validation set', 'letters', 1, 1],
    ]);
    const [overall] = measured;
    expect(overall).toMatchObject({
      labels: ['0', '1', '7', 'O'],
      // Rows are what was drawn.
      confusion: [
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 1, 0, 0],
        [1, 0, 0, 1],
      ],
    });
    expect(overall!.perClass[0]).toMatchObject({
      label: '0',
      support: 1,
      precision: 0.5,
      recall: 1,
    });
  });

  it('gives what cards take', () => {
    const card = { ...cardFor('characters', new Uint8Array(1)), evaluations: measured };
    expect(parseModelCard(JSON.stringify(card)).evaluations).toEqual(measured);
  });
});

describe('withShippedSets', () => {
  it('replaces former figures on the same sets and keeps the others', () => {
    const other: Evaluation = { ...measured[0]!, dataset: 'MNIST test' };
    const former = [measured[0]!, other, measured[3]!];
    expect(withShippedSets(former, measured.slice(0, 1))).toEqual([other, measured[0]]);
  });
});
