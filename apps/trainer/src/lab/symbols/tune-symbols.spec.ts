import { describe, expect, it } from '@jest/globals';
import { packCentres, type SymbolQuestion } from '@inkling/recognizer';
import { createRandom } from '../../random.js';
import { evidenceOfCharacters, shareLost } from './character-limits.js';
import { figuresOf } from './symbol-figures.js';
import { tuneSymbols, type TuningData } from './tune-symbols.js';

/** A single class, and symbols behind it. */
const centres = packCentres(Float32Array.of(1, 0), 1);

interface Drawing {
  readonly toClass: number;
  readonly likeness: number;
  /** Cosines to the one sample of each symbol. */
  readonly toSymbols: readonly number[];
}

const ask = ({ toClass, likeness, toSymbols }: Drawing): SymbolQuestion => ({
  logProbabilities: Float64Array.of(0),
  embedding: Float32Array.of(toClass, Math.sqrt(1 - toClass ** 2)),
  likeness,
  allowed: [true, ...toSymbols.map(() => true)],
  found: toSymbols.map((similarity, at) => ({ classIndex: at + 1, similarity, own: true })),
});

/** Characters lie near their class and look like characters; signs lie near their symbol. */
function simulate(likenessTells: boolean): TuningData {
  const random = createRandom(3);
  const others = (count: number) => Array.from({ length: count }, () => random.between(0, 0.5));
  const characters = [3, 10, 30].flatMap((symbols) =>
    [1, 3].map((samples) => ({
      ...{ symbols, samples, asked: 2000 },
      questions: Array.from({ length: 2000 }, () =>
        ask({
          toClass: random.between(0.5, 1),
          likeness: random.between(0.7, 1),
          toSymbols: others(symbols),
        }),
      ),
    })),
  );
  const asked = Array.from({ length: 300 }, () => ({
    question: ask({
      toClass: random.between(0.3, 0.8),
      likeness: likenessTells ? random.between(0, 0.5) : random.between(0.7, 1),
      toSymbols: [random.between(0.35, 1), ...others(9)],
    }),
    ...{ symbol: 0, symbols: 10 },
  }));
  const limit = { symbolsOfLimit: 30, mostLost: 0.001 };
  return { centres, limit, signs: [{ name: 'signs', weight: 1, asked }], characters };
}

describe('tuneSymbols', () => {
  it('spares characters, and answers signs the better for it', () => {
    const data = simulate(true);
    const { parameters, rated } = tuneSymbols(data);
    const ofThirty = data.characters
      .filter(({ symbols }) => symbols === 30)
      .map((lot) => evidenceOfCharacters(lot, centres));
    expect(shareLost(ofThirty, parameters)).toBeLessThanOrEqual(1.2 * data.limit.mostLost);
    const { asked } = data.signs[0]!;
    const { beside, alone } = figuresOf(asked, parameters, centres);
    const withoutLikeness = rated.filter(({ likenessWeight }) => likenessWeight === 0);
    expect(parameters.likenessWeight).toBeGreaterThan(0);
    expect(beside).toBeGreaterThan(Math.max(...withoutLikeness.map(({ right }) => right)));
    expect(beside).toBeLessThanOrEqual(alone);
  });

  it('counts likeness no more than it tells', () => {
    const best = ({ rated }: ReturnType<typeof tuneSymbols>) =>
      rated.reduce((most, one) => (one.right > most.right ? one : most)).right;
    expect(best(tuneSymbols(simulate(false)))).toBeLessThan(best(tuneSymbols(simulate(true))));
  });
});
