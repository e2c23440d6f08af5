import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT } from '@inkling/ink';
import { MOST_TAUGHT_LINES } from '@inkling/recognizer';
import { lessonsFrom, type ToldLines, type UnsentLesson } from './line-lessons';

const row = (text: string) => ({ text, width: 8, strip: new Uint8Array(STRIP_HEIGHT * 8) });
const stroke = [
  [0, 0],
  [30, 60],
] as const;

const told = (change: Partial<ToldLines> = {}): ToldLines => ({
  ...{ etag: '1', slant: null, texts: ['one'] },
  lines: [{ lineId: 'a', task: 'text', rows: [row('one')] }],
  ...change,
});
const unsent = (lineId: string, text: string, saidAtMs: number): UnsentLesson => ({
  ...{ lineId, saidAtMs, task: 'text' },
  rows: [{ ...row(text), strokes: [stroke] }],
});

describe('lessonsFrom', () => {
  it('has what was said here before what the server told, the newest first', () => {
    const { rows, texts, slant } = lessonsFrom(told(), [
      unsent('b', 'two', 1),
      unsent('c', 'three', 2),
    ]);
    expect(rows.map(({ text }) => text)).toEqual(['three', 'two', 'one']);
    expect(texts).toEqual(['three', 'two', 'one']);
    expect(slant).toBe(undefined);
    expect(lessonsFrom(undefined, [])).toEqual({ slant: undefined, rows: [], texts: [] });
  });

  it('has a line once that was said anew here', () => {
    const { rows } = lessonsFrom(told(), [unsent('a', 'none', 1)]);
    expect(rows.map(({ text }) => text)).toEqual(['none']);
  });

  it('straightens what was said here as the server straightened the rest', () => {
    const upright = lessonsFrom(told(), [unsent('b', 'two', 1)]).rows[0]!;
    const slant = { lean: 0.3, wide: 1.2 };
    const slanted = lessonsFrom(told({ slant }), [unsent('b', 'two', 1)]).rows[0]!;
    expect(upright.strip.width).toBe(8);
    expect(slanted.strip.width).not.toBe(8);
    expect(slanted.strip.values.some((value) => value > 0)).toBe(true);
    expect(slanted.key).not.toBe(upright.key);
  });

  it('goes by no more lines than the server does', () => {
    const lines = Array.from({ length: 60 }, (_, at) => ({
      ...{ lineId: String(at), task: 'text' as const },
      rows: [row('x')],
    }));
    expect(lessonsFrom(told({ lines }), []).rows).toHaveLength(MOST_TAUGHT_LINES);
  });
});
