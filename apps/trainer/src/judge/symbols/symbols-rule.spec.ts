import { describe, expect, it } from '@jest/globals';
import { GATE_LIMITS } from '../gate/limits.js';
import { symbolsRule, type SymbolFindings } from './symbols-rule.js';

const GLYPHS = 2000;
const labels = new Uint8Array(GLYPHS).map((_, at) => at % 2);

/** Answers to the gate set of which the first so many are wrong, read as the third, a symbol. */
const answers = (wrong: number) => ({
  classes: labels.map((label, at) => (at < wrong ? 2 : label)),
  right: new Uint8Array(GLYPHS).map((_, at) => Number(at >= wrong)),
  probabilities: new Float64Array(GLYPHS).fill(0.9),
});

const findings = (changes: Partial<SymbolFindings> = {}): SymbolFindings => ({
  symbols: ['✓'],
  gate: { labels, names: ['a', 'b', '✓'], without: answers(100), grown: answers(101) },
  holdout: {
    byClass: { samples: 30, errors: 1, logLoss: 0.1 },
    byMemory: { samples: 30, errors: 6, logLoss: 0.6 },
    champion: [],
  },
  difference: 1e-6,
  ...changes,
});

const judge = (changes: Partial<SymbolFindings> = {}) =>
  symbolsRule(findings(changes), GATE_LIMITS.characters);
const withHoldout = (holdout: Partial<SymbolFindings['holdout']>) =>
  judge({ holdout: { ...findings().holdout, ...holdout } });

describe('symbolsRule', () => {
  it('passes what reads better than memory alone and costs next to nothing', () => {
    const { passed, sentence, figures } = judge();
    expect(passed).toBe(true);
    expect(sentence).toBe(
      'Classes for ✓: of 30 held-out drawings 1 are read wrong, by memory alone 6 (log loss 0.1000, 0.6000); characters lose 0.05 points.',
    );
    expect(figures).toMatchObject({ errors: 1, memoryErrors: 6, lostToSymbols: 1 / GLYPHS });
  });

  it('stops what takes characters away, from all or from a class', () => {
    const gate = { ...findings().gate, grown: answers(130) };
    const { passed, sentence } = judge({ gate });
    expect(passed).toBe(false);
    expect(sentence).toContain('they take 1.50 points; limit 0.10');
    expect(sentence).toContain('some characters are read significantly worse: a b');
  });

  it.each([
    ['as many errors with a lower log loss', 30, 6, 0.5, true],
    ['as many errors with a higher log loss', 30, 6, 0.7, false],
    ['no error, like memory, whatever the log loss', 30, 0, 0.7, true],
    ['more errors', 30, 7, 0.1, false],
    ['more errors, where a single drawing would decide', 12, 7, 0.1, true],
  ])('takes %s for what it is', (_, samples, errors, logLoss, passes) => {
    const byClass = { samples, errors, logLoss };
    const byMemory = { samples, errors: Math.min(6, errors), logLoss: 0.6 };
    expect(withHoldout({ byClass, byMemory }).passed).toBe(passes);
  });

  it('lets no symbol go that the champion reads', () => {
    const lost = new Array(8).fill({ before: 1, after: 0 });
    const kept = new Array(20).fill({ before: 1, after: 1 });
    expect(withHoldout({ champion: kept }).passed).toBe(true);
    const { passed, sentence } = withHoldout({ champion: [...kept, ...lost] });
    expect([passed, sentence.includes('the champion reads 8 of them that are lost now')]).toEqual([
      false,
      true,
    ]);
  });

  it('wants something to show it, and the very file', () => {
    const none = { samples: 0, errors: 0, logLoss: 0 };
    const { sentence } = withHoldout({ byClass: none, byMemory: none });
    expect(sentence).toContain('no drawing of them was held out');
    expect(judge({ difference: 0.01 }).passed).toBe(false);
  });
});
