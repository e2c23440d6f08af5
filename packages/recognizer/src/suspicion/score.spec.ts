import { describe, expect, it } from '@jest/globals';
import {
  confidentMargin,
  recordShift,
  suspicionOf,
  voteOf,
  type Evidence,
  type Witness,
} from './score.js';
import { classThresholds } from './thresholds.js';
import { SUSPICION_WEIGHTS } from './weights.js';

const WEIGHTS = SUSPICION_WEIGHTS.digits;

/** Probabilities of classes 0, 1, 2; the last one may not answer where it is absent. */
const reading = (...probabilities: number[]) =>
  Float64Array.from([0, 1, 2], (index) => Math.log(probabilities[index] ?? 0));

const witness = (classIndex: number, change: Partial<Witness> = {}): Witness => ({
  classIndex,
  similarity: 0.98,
  approved: true,
  ...change,
});

const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  label: 0,
  logProbabilities: reading(0.9, 0.08, 0.02),
  thresholds: [0.9, 0.9, 0.9],
  learnt: false,
  witnesses: [],
  record: { decided: 0, wrong: 0 },
  ...change,
});

const valueOf = (change: Partial<Evidence>) => suspicionOf(evidence(change), WEIGHTS).value;

describe('suspicionOf', () => {
  it('is a probability, low for what everything agrees with, high for what everything denies', () => {
    const right = valueOf({ witnesses: [witness(0), witness(0)] });
    const wrong = valueOf({
      label: 1,
      logProbabilities: reading(0.999, 0.0005, 0.0005),
      witnesses: [witness(0), witness(0)],
    });
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThan(0.05);
    expect(wrong).toBeGreaterThan(0.5);
    expect(wrong).toBeLessThan(1);
  });

  it('rises with every kind of evidence against the label', () => {
    const plain = valueOf({});
    expect(valueOf({ logProbabilities: reading(0.5, 0.48, 0.02) })).toBeGreaterThan(plain);
    expect(valueOf({ witnesses: [witness(1)] })).toBeGreaterThan(plain);
    expect(valueOf({ witnesses: [witness(0)] })).toBeLessThan(plain);
    expect(valueOf({ record: { decided: 20, wrong: 10 } })).toBeGreaterThan(plain);
    expect(valueOf({ record: { decided: 100, wrong: 0 } })).toBeLessThan(plain);
  });

  it('adds up to what its parts say', () => {
    const { value, parts } = suspicionOf(evidence({ witnesses: [witness(1)] }), WEIGHTS);
    const base = suspicionOf(
      evidence({ thresholds: [1, 1, 1], logProbabilities: reading(0.5, 0.5) }),
      WEIGHTS,
    );
    const logOdds = Math.log(value / (1 - value));
    const sum = parts.network + parts.neighbours + parts.writer;
    expect(logOdds - sum).toBeCloseTo(Math.log(base.value / (1 - base.value)), 6);
  });
});

describe('confidentMargin', () => {
  it('measures classes by their own thresholds', () => {
    const shy = evidence({ label: 1, logProbabilities: reading(0.5, 0.4, 0.1) });
    expect(confidentMargin(shy)).toMatchObject({ rival: 0 });
    expect(confidentMargin(shy).value).toBeLessThan(0);
    // On what is labelled 1 the network is never surer than that.
    const known = { ...shy, thresholds: [0.95, 0.4, 0.9] };
    expect(confidentMargin(known).value).toBeGreaterThan(0);
  });

  it('takes no praise from a network that was trained on the label, but its doubt', () => {
    expect(confidentMargin(evidence({ learnt: true })).value).toBe(0);
    const doubted = evidence({ label: 1, learnt: true });
    expect(confidentMargin(doubted).value).toBeLessThan(0);
  });

  it('has no rival among labels that the task lacks', () => {
    const alone = evidence({ logProbabilities: reading(1) });
    expect(confidentMargin(alone)).toEqual({ value: 0, rival: -1 });
  });
});

describe('voteOf', () => {
  it('is silent without look-alikes, and on what lies far away', () => {
    expect(voteOf(0, [])).toEqual({ value: 0, rival: -1 });
    expect(Math.abs(voteOf(0, [witness(1, { similarity: 0 })]).value)).toBeLessThan(0.01);
  });

  it('weighs by similarity and review, and names the strongest rival', () => {
    const two = [witness(0), witness(2), witness(1), witness(1)];
    expect(voteOf(0, two)).toMatchObject({ rival: 1 });
    expect(voteOf(0, two).value).toBeLessThan(0);
    const far = voteOf(0, [witness(1, { similarity: 0.9 })]).value;
    const unreviewed = voteOf(0, [witness(1, { approved: false })]).value;
    const near = voteOf(0, [witness(1)]).value;
    expect(near).toBeLessThan(unreviewed);
    expect(near).toBeLessThan(far);
  });
});

describe('recordShift', () => {
  it('is nothing for who is unknown, and grows with what was decided', () => {
    expect(recordShift({ decided: 0, wrong: 0 })).toBeCloseTo(0, 12);
    const [few, many] = [5, 50].map((decided) => recordShift({ decided, wrong: decided / 5 }));
    expect(few).toBeGreaterThan(0);
    expect(many).toBeGreaterThan(few!);
    expect(recordShift({ decided: 50, wrong: 0 })).toBeLessThan(0);
  });
});

describe('classThresholds', () => {
  it("moves from the prior to the class's own mean", () => {
    const prior = classThresholds(3, [])[0]!;
    const [few, many, none] = classThresholds(3, [
      { classIndex: 0, samples: 2, mean: 0.4 },
      { classIndex: 1, samples: 10_000, mean: 0.4 },
    ]);
    expect(none).toBe(prior);
    expect(few).toBeLessThan(prior);
    expect(few).toBeGreaterThan(0.6);
    expect(many).toBeCloseTo(0.4, 2);
  });
});
