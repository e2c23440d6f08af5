import { describe, expect, it } from '@jest/globals';
import { likenessToClasses, packCentres } from './symbol-centres.js';
import { symbolScores, type SymbolQuestion } from './symbol-scores.js';

const parameters = {
  ...{ bias: 2, share: 0.5, weight: 1.5, weightAlone: 0.5, beta: 10 },
  ...{ classWeight: 10, likenessWeight: 3 },
};

/** Two classes, one along each axis, and two symbols behind them. */
const centres = packCentres(Float32Array.of(1, 0, 0, 1), 1);

const match = (classIndex: number, similarity: number, own = true) => ({
  classIndex,
  similarity,
  own,
});

const question = (change: Partial<SymbolQuestion> = {}): SymbolQuestion => ({
  logProbabilities: Float64Array.of(0, -Infinity),
  embedding: Float32Array.of(0.6, 0.8),
  likeness: 1,
  allowed: [true, true, true, true],
  found: [match(2, 0.9)],
  ...change,
});

const score = (change: Partial<SymbolQuestion>) =>
  symbolScores(question(change), parameters, centres);

describe('symbolScores', () => {
  it('weighs closeness to its samples against likeness to the class that the network sees', () => {
    const [known] = score({});
    // Two symbols share how probable any is.
    const beforehand = 2 - 0.5 * Math.log(2);
    expect(known).toBeCloseTo(beforehand + 1.5 * Math.log(Math.exp(-1) + 1e-4) - 10 * 0.6, 3);
  });

  it('says less of a symbol where the drawing is typical of its class', () => {
    const far = score({ embedding: Float32Array.of(0, 1) })[0]!;
    const typical = score({ embedding: Float32Array.of(1, 0) })[0]!;
    expect(far - typical).toBeCloseTo(10, 5);
  });

  it('stands beside the class that the network sees, however sure that is of it', () => {
    const sure = score({ logProbabilities: Float64Array.of(Math.log(0.9), Math.log(0.1)) });
    const unsure = score({ logProbabilities: Float64Array.of(Math.log(0.5), Math.log(0.5)) });
    // The class that is less probable lies where the drawing does.
    const cosines = [0.9 * 0.6 + 0.1 * 0.8, 0.7];
    const margins = [sure[0]! - Math.log(0.9), unsure[0]! - Math.log(0.5)];
    expect(margins[0]! - margins[1]!).toBeCloseTo(10 * (cosines[1]! - cosines[0]!), 3);
  });

  it('says more of symbols the less the drawing looks like a character, to a limit', () => {
    const [like, unlike] = [score({ likeness: 1 })[0]!, score({ likeness: 0.1 })[0]!];
    expect(unlike - like).toBeCloseTo(-3 * Math.log(0.1), 9);
    expect(score({ likeness: 0 })).toEqual(score({ likeness: 0.05 }));
  });

  it('takes a drawing for like a character where nothing tells', () => {
    const unknown = score({ likeness: undefined })[0]!;
    expect(unknown).toBeGreaterThan(score({ likeness: 1 })[0]!);
    expect(unknown).toBeLessThan(score({ likeness: 0.5 })[0]!);
  });

  it('weighs symbols against each other where no class may answer', () => {
    const none = { logProbabilities: Float64Array.of(-Infinity, -Infinity) };
    const [near, far] = score({ ...none, found: [match(2, 0.9), match(3, 0.7)] });
    expect(near! - far!).toBeCloseTo(
      0.5 * (Math.log(Math.exp(-1) + 1e-4) - Math.log(Math.exp(-3) + 1e-4)),
      9,
    );
  });

  it('does not favour a symbol for having been taught more often', () => {
    const once = score({ found: [match(2, 0.8)] })[0]!;
    const often = score({ found: [match(2, 0.8), match(2, 0.8), match(2, 0.8)] })[0]!;
    expect(often).toBeCloseTo(once, 9);
  });

  it("counts everybody's samples as it counts own ones, and none of classes", () => {
    const own = score({ found: [match(2, 0.8)] });
    expect(score({ found: [match(0, 1), match(2, 0.8, false)] })).toEqual(own);
  });

  it('leaves what nothing speaks for least, and what may not answer out', () => {
    const [near, unknown] = score({});
    expect(Number.isFinite(unknown)).toBe(true);
    expect(unknown).toBeLessThan(near!);
    expect(score({ allowed: [true, true, false, true] })[0]).toBe(-Infinity);
  });

  it('is careful without centres', () => {
    const careful = symbolScores(question(), parameters, undefined)[0]!;
    expect(careful).toBeLessThan(score({})[0]!);
  });
});

describe('likenessToClasses', () => {
  it('weighs the nearest centre of each class by its probability', () => {
    const two = packCentres(Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1), 2);
    const even = Float64Array.of(Math.log(0.5), Math.log(0.5));
    expect(likenessToClasses(even, Float32Array.of(-0.6, 0.8), two)).toBeCloseTo(0.7, 2);
  });

  it('is 0 where no class may answer', () => {
    const none = Float64Array.of(-Infinity, -Infinity);
    expect(likenessToClasses(none, Float32Array.of(0.6, 0.8), centres)).toBe(0);
  });

  it('keeps numbers to a step of a byte', () => {
    const { values } = packCentres(Float32Array.of(-1, 0, 0.5, 1), 2);
    expect(values).toBe('8100407f');
  });
});
