import { expect, it } from '@jest/globals';
import { SUSPICION_WEIGHTS, suspicionOf, type Evidence } from '@inkling/recognizer';
import { reasonsOf } from './reasons.js';

const LABELS = ['I', 'L', 'O'];

const reasons = (change: Partial<Evidence> = {}) => {
  const evidence: Evidence = {
    label: 0,
    logProbabilities: [0.004, 0.966, 0.03].map(Math.log),
    thresholds: [0.9, 0.9, 0.9],
    learnt: false,
    witnesses: [1, 1, 0].map((classIndex) => ({ classIndex, similarity: 0.95, approved: true })),
    record: { decided: 0, wrong: 0 },
    ...change,
  };
  const told = reasonsOf(evidence, suspicionOf(evidence, SUSPICION_WEIGHTS.characters), LABELS);
  return Object.fromEntries(told.map(({ kind, text }) => [kind, text]));
};

it('says what each kind of evidence is, and nothing of a writer nobody knows', () => {
  expect(reasons()).toEqual({
    network: 'The network alone reads L (97%) and gives I less than 1%.',
    neighbours: 'Of 3 samples that look like it 1 is I, 2 are L.',
  });
});

it('says so when they agree, when nothing looks like it, and when the network was trained on it', () => {
  expect(reasons({ label: 1, learnt: true, witnesses: [] })).toEqual({
    network:
      'The network alone reads L, too (97%). It was trained on this very sample, so that says little.',
    neighbours: 'No other sample looks like it yet.',
  });
  const [one] = [{ classIndex: 2, similarity: 0.95, approved: false }];
  const far = { classIndex: 1, similarity: 0.1, approved: true };
  expect(reasons({ witnesses: [one, far] })['neighbours']).toBe(
    'The one sample that looks like it is O.',
  );
});

it("tells of the writer's record once something was decided", () => {
  expect(reasons({ record: { decided: 12, wrong: 1 } })['writer']).toBe(
    "1 of this writer's 12 other reviewed corrections was wrong.",
  );
  expect(reasons({ record: { decided: 1, wrong: 0 } })['writer']).toBe(
    "This writer's one other reviewed correction was right.",
  );
});

it('gives the weightiest first', () => {
  const evidence: Evidence = {
    label: 0,
    logProbabilities: [0.9, 0.05, 0.05].map(Math.log),
    thresholds: [0.9, 0.9, 0.9],
    learnt: false,
    witnesses: [],
    record: { decided: 40, wrong: 40 },
  };
  const told = reasonsOf(evidence, suspicionOf(evidence, SUSPICION_WEIGHTS.characters), LABELS);
  const weights = told.map(({ weight }) => Math.abs(weight));
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
  expect(told.find(({ kind }) => kind === 'writer')!.weight).toBeGreaterThan(0);
});
