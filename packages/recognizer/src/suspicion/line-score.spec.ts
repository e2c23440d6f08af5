import { describe, expect, it } from '@jest/globals';
import {
  characterMargin,
  excessPerEdit,
  lineSuspicionOf,
  type LineEvidence,
} from './line-score.js';
import { LINE_SUSPICION_WEIGHTS } from './weights.js';

const row = (text: string, read = text, excess = 0) => ({ text, read, excess });
const evidence = (change: Partial<LineEvidence>): LineEvidence => ({
  rows: [],
  characters: [],
  ...change,
});
const suspicion = (change: Partial<LineEvidence>, task: 'digits' | 'text' = 'digits') =>
  lineSuspicionOf(evidence(change), LINE_SUSPICION_WEIGHTS[task]).value;

describe('lineSuspicionOf', () => {
  it('hardly suspects what the network reads, too', () => {
    expect(suspicion({ rows: [row('2907')] })).toBeLessThan(0.02);
    expect(suspicion({ rows: [row('two words')] }, 'text')).toBeLessThan(0.02);
  });

  it('suspects a text the more, the better another one fits the ink', () => {
    const [little, much] = [2, 12].map((excess) =>
      suspicion({ rows: [row('2947', '2907', excess)] }),
    );
    expect(little).toBeLessThan(0.1);
    expect(much).toBeGreaterThan(0.9);
  });

  it('suspects a text for characters that look like others', () => {
    const like = { value: 6, rival: 1 };
    const other = { value: -6, rival: 1 };
    const rows = [row('2947', '2907', 4)];
    const [alike, unlike] = [
      suspicion({ rows, characters: [like, like, like, like] }),
      suspicion({ rows, characters: [like, other, other, like] }),
    ];
    expect(unlike).toBeGreaterThan(alike * 2);
  });
});

describe('excessPerEdit', () => {
  it('is of each character that differs, whatever is right beside it', () => {
    const short = evidence({ rows: [row('47', '07', 6)] });
    const long = evidence({ rows: [row('2904147', '2904107', 6), row('all of it')] });
    expect(excessPerEdit(short)).toBe(6);
    expect(excessPerEdit(long)).toBe(6);
    expect(excessPerEdit(evidence({ rows: [row('66', '00', 6)] }))).toBe(3);
  });

  it('counts a text that does not fit at all for as much as can be', () => {
    const most = excessPerEdit(evidence({ rows: [row('29988077', '2907', Infinity)] }));
    expect(most).toBe(excessPerEdit(evidence({ rows: [row('9', '2', 1000)] })));
    expect(Number.isFinite(most)).toBe(true);
  });
});

describe('characterMargin', () => {
  it('compares with the most probable other label of the task', () => {
    const of = [0.7, 0.2, 0.1].map(Math.log);
    expect(characterMargin([...of, -Infinity], 0)).toMatchObject({ rival: 1 });
    expect(characterMargin([...of, -Infinity], 0)!.value).toBeCloseTo(Math.log(3.5), 2);
    expect(characterMargin([...of, -Infinity], 2)!.value).toBeCloseTo(Math.log(1 / 7), 2);
  });

  it('tells nothing of what is no class of the task', () => {
    const of = [Math.log(0.9), Math.log(0.1), -Infinity];
    for (const label of [-1, 2, 3]) expect(characterMargin(of, label)).toBeUndefined();
  });
});
