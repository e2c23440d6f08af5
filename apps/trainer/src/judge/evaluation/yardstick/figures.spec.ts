import { describe, expect, it } from '@jest/globals';
import { DIGIT_LABELS, labelsOfNetwork, type Network } from '@inkling/recognizer';
import { assess, mostCertain, writerSpread } from './figures.js';

const certainty = {
  sureFrom: 0.9,
  unlikeBelow: 0.1,
  tasks: { letters: { sureFrom: 0.5, unlikeBelow: 0.1 } },
};

/** Rows in which one label stands out by a height of logits. */
function answersOf(
  network: Network,
  rows: readonly (readonly [right: string, read: string, height: number])[],
) {
  const labels = labelsOfNetwork(network);
  const logits = rows.flatMap(([, read, height]) =>
    labels.map((label) => (label === read ? height : 0)),
  );
  return {
    count: rows.length,
    classes: labels.length,
    logits: Float32Array.from(logits),
    labels: Uint8Array.from(rows, ([right]) => labels.indexOf(right)),
  };
}

describe('assess', () => {
  const card = { network: 'digits', temperature: 1, certainty } as const;
  const answers = answersOf('digits', [
    ...DIGIT_LABELS.slice(0, 9).map((label) => [label, label, 20] as const),
    ['9', '4', 1],
  ]);

  it('tells what is right, of all, of the most certain, and of the sure', () => {
    const { figures, right } = assess(card, 'digits', answers)!;
    expect(figures).toMatchObject({
      samples: 10,
      refused: 0,
      top1: 0.9,
      mostCertainRight: 1,
      sureShare: 0.9,
      sureRight: 1,
    });
    // Logit 1 against nine zeros: e / (e + 9) in its bin, and wrong.
    expect(figures.calibrationError).toBeCloseTo(Math.E / (Math.E + 9) / 10, 5);
    // 4 has a precision of a half, 9 is never answered.
    expect(figures.macroF1).toBeCloseTo((8 + 2 / 3) / 10, 5);
    expect(figures.perClass!.find(({ label }) => label === '4')).toMatchObject({
      precision: 0.5,
      recall: 1,
    });
    expect(right.filter(Boolean)).toHaveLength(9);
  });

  it('counts drawings that gave no glyph as wrong', () => {
    const { figures } = assess(card, 'digits', answers, 10)!;
    expect(figures).toMatchObject({ samples: 20, refused: 10, top1: 0.45, sureShare: 0.45 });
    expect(figures.top3).toBeLessThanOrEqual(0.5);
  });

  it('masks what the task does not ask for, and takes the task’s limits', () => {
    const ofCharacters = { ...card, network: 'characters' } as const;
    const oh = answersOf('characters', [['O', '0', 5]]);
    const { figures } = assess(ofCharacters, 'characters', oh)!;
    expect(figures.top1).toBe(0);
    // Among the letters all are alike, and the first one is answered with 1 / 37.
    const alike = assess(ofCharacters, 'letters', oh)!.figures;
    expect(alike.sureShare).toBe(0);
    const between = answersOf('characters', [['O', 'O', 4.2]]);
    expect(assess(ofCharacters, 'letters', between)!.figures.sureShare).toBe(1);
    expect(assess(ofCharacters, 'characters', between)!.figures.sureShare).toBe(0);
  });

  it('tells capitals for small letters apart from what else is surely wrong', () => {
    const read = answersOf('characters', [
      ['a', 'A', 20],
      ['A', 'A', 20],
      ['r', 'n', 20],
      ['N', 'n', 1],
    ]);
    const { figures } = assess({ ...card, network: 'characters' }, 'letters', read)!;
    expect(figures.sureShare).toBe(0.75);
    expect(figures.sureRight).toBeCloseTo(1 / 3, 9);
    expect(figures.sureOtherCase).toBeCloseTo(1 / 3, 9);
    expect(assess(card, 'digits', answers)!.figures.sureOtherCase).toBe(0);
  });

  it('says nothing about nothing', () => {
    expect(assess(card, 'digits', answersOf('digits', []))).toBeUndefined();
  });
});

describe('mostCertain', () => {
  it('keeps the share with the highest probabilities', () => {
    const answers = [0.3, 0.9, 0.5, 0.7].map((probability) => ({ probability, right: true }));
    expect(mostCertain(answers, 0.5).map(({ probability }) => probability)).toEqual([0.9, 0.7]);
    expect(mostCertain([], 0.9)).toEqual([]);
  });
});

describe('writerSpread', () => {
  const of = (writer: string, right: number, wrong: number) => [
    ...Array<[string, boolean]>(right).fill([writer, true]),
    ...Array<[string, boolean]>(wrong).fill([writer, false]),
  ];
  const spread = (...all: [string, boolean][][]) =>
    writerSpread(
      all.flat().map(([writer]) => writer),
      all.flat().map(([, right]) => right),
    );

  it('tells the worst, the median and the best of those with enough samples', () => {
    expect(spread(of('a', 10, 0), of('b', 5, 5), of('c', 9, 3), of('d', 0, 9))).toEqual({
      writers: 3,
      worst: 0.5,
      median: 0.75,
      best: 1,
    });
    expect(spread(of('a', 10, 0), of('b', 5, 5))!.median).toBe(0.75);
    expect(spread(of('a', 9, 0))).toBeUndefined();
  });
});
