import { describe, expect, it } from '@jest/globals';
import { judge, knownByOwn, type AnswerToJudge } from './certainty.js';
import { ambiguousLabels } from './likeness/ambiguity.js';
import { likenessForTask, likenessOf } from './likeness/kinds.js';
import type { MemoryNeighbour } from './memory/memory-sample.js';

const limits = { sureFrom: 0.9, unlikeBelow: 0.3 };
const like = (digit: number, letter: number, several: number): AnswerToJudge['likeness'] => ({
  digit,
  letter,
  several,
});
const candidates = (...probabilities: [string, number][]) =>
  probabilities.map(([label, probability]) => ({ label, probability }));
const sure7: AnswerToJudge = {
  task: 'digits',
  candidates: candidates(['7', 0.99], ['1', 0.01]),
  known: 0,
};

describe('judge', () => {
  it('goes by the probability alone without a likeness network', () => {
    const certainty = (probability: number) =>
      judge({ ...sure7, candidates: candidates(['7', probability]) }, limits).certainty;
    expect([0.95, 0.5, 0.2].map(certainty)).toEqual(['sure', 'unsure', 'unlike']);
    expect(judge(sure7, limits)).not.toHaveProperty('likeness');
  });

  it('never calls sure what looks like no character, or like several', () => {
    expect(judge({ ...sure7, likeness: like(0.1, 0.9, 0) }, limits)).toEqual({
      certainty: 'unlike',
      likeness: 0.1,
      several: false,
      ambiguous: [],
    });
    expect(judge({ ...sure7, likeness: like(0.9, 0, 0.95) }, limits)).toMatchObject({
      certainty: 'unlike',
      several: true,
    });
    expect(judge({ ...sure7, likeness: like(0.9, 0, 0.1) }, limits).certainty).toBe('sure');
  });

  it('is sure of nothing that does not clearly look like a character, unless it was taught', () => {
    const vague = { ...sure7, likeness: like(0.7, 0, 0) };
    expect(judge(vague, limits)).toMatchObject({ certainty: 'unsure', likeness: 0.7 });
    expect(judge({ ...vague, known: 0.6 }, limits).certainty).toBe('sure');
  });

  it('calls what looks like a character one, however unsure it is of which', () => {
    const answer = { ...sure7, candidates: candidates(['7', 0.2]), likeness: like(0.9, 0, 0) };
    expect(judge(answer, limits).certainty).toBe('unsure');
  });

  it('takes what the writer taught as known, whatever the networks say of it', () => {
    const answer = { ...sure7, known: 0.8, likeness: like(0.01, 0, 0.99) };
    expect(judge(answer, limits)).toEqual({
      certainty: 'sure',
      likeness: 0.8,
      several: false,
      ambiguous: [],
    });
  });

  it('is not sure between labels of the same shape, unless the writer taught it', () => {
    const zero: AnswerToJudge = {
      task: 'characters',
      candidates: candidates(['0', 0.95], ['O', 0.04], ['Q', 0.01]),
      known: 0,
      likeness: like(0.9, 0.9, 0),
    };
    expect(judge(zero, limits)).toMatchObject({ certainty: 'unsure', ambiguous: ['0', 'O'] });
    expect(judge({ ...zero, known: 0.9 }, limits)).toMatchObject({
      certainty: 'sure',
      ambiguous: [],
    });
  });
});

describe('ambiguousLabels', () => {
  it('names those that are open, most probable first', () => {
    expect(ambiguousLabels(candidates(['L', 0.5], ['1', 0.3], ['I', 0.2]))).toEqual([
      'L',
      '1',
      'I',
    ]);
  });

  it('is silent where the rival is unlikely, may not answer, or has another shape', () => {
    expect(ambiguousLabels(candidates(['0', 0.99], ['O', 0.005]))).toEqual([]);
    expect(ambiguousLabels(candidates(['0', 1]))).toEqual([]);
    expect(ambiguousLabels(candidates(['7', 0.5], ['1', 0.5]))).toEqual([]);
  });
});

describe('knownByOwn', () => {
  const neighbour = (own: boolean, classIndex: number, similarity: number): MemoryNeighbour =>
    ({ own, classIndex, similarity }) as MemoryNeighbour;

  it('weighs the nearest own sample with the label of the answer', () => {
    const found = [neighbour(false, 7, 1), neighbour(true, 1, 1), neighbour(true, 7, 0.9)];
    expect(knownByOwn(found, 7, 10)).toBeCloseTo(Math.exp(-1));
    expect(knownByOwn(found, 3, 10)).toBe(0);
  });
});

describe('likenessForTask', () => {
  it('takes the kinds that the task knows', () => {
    const likeness = likenessOf([2, -3, 4], { digit: -2, letter: 1, several: 4 });
    expect(likenessForTask(likeness, 'digits')).toBeCloseTo(0.881);
    expect(likenessForTask(likeness, 'letters')).toBeCloseTo(0.119);
    expect(likenessForTask(likeness, 'characters')).toBeCloseTo(0.881);
    expect(likeness.several).toBe(0.5);
  });
});

describe('judge, of a symbol', () => {
  const limits = { sureFrom: 0.9, unlikeBelow: 0.3 };
  const answer = (probability: number, known: number) =>
    judge(
      {
        task: 'characters',
        candidates: [{ label: '✓', probability }],
        known,
        symbol: true,
        likeness: { digit: 0, letter: 0, several: 0.9 },
      },
      limits,
    );

  it('is sure where it is probable and near a sample, whatever the likeness network says', () => {
    expect(answer(0.99, 0.8)).toEqual({
      certainty: 'sure',
      likeness: 0.8,
      several: false,
      ambiguous: [],
    });
  });

  it('is not sure of what is only the most probable of some symbols', () => {
    expect(answer(0.999, 0.5).certainty).toBe('unsure');
    expect(answer(0.8, 0.9).certainty).toBe('unsure');
  });

  it('is unlike where no sample is near', () => {
    expect(answer(0.999, 0.1).certainty).toBe('unlike');
  });
});
