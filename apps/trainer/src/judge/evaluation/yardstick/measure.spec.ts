import { describe, expect, it } from '@jest/globals';
import { CHARACTER_LABELS } from '@inkling/recognizer';
import { cardFor } from '../testing/card-for.js';
import { rowOf } from './measure.js';
import type { Measurable } from './model.js';

const session = {
  run: () => Promise.reject(new Error('not asked')),
  release: () => Promise.resolve(),
};
const onnx = Uint8Array.of(1);
const model: Measurable = { name: 'm', onnx, card: cardFor('characters', onnx), session };

const SHOWN = ['0', 'O', '7', 'A'];
/** Everything is read right but the letter O, which is a 0 where digits may answer. */
const answers = {
  count: SHOWN.length,
  classes: CHARACTER_LABELS.length,
  logits: Float32Array.from(
    SHOWN.flatMap((shown) =>
      CHARACTER_LABELS.map((label) => {
        if (shown === 'O') return label === '0' ? 9 : label === 'O' ? 8 : 0;
        return label === shown ? 9 : 0;
      }),
    ),
  ),
  labels: Uint8Array.from(SHOWN, (label) => CHARACTER_LABELS.findIndex((one) => one === label)),
};
const view = { suite: 's', known: 'unseen' } as const;

describe('rowOf', () => {
  it('reads what the task asks for, among the labels of the task', () => {
    const of = (task: 'digits' | 'letters' | 'characters') =>
      rowOf(model, answers, { ...view, task }).map(({ figures }) => [
        figures.samples,
        figures.top1,
      ]);
    expect(of('digits')).toEqual([[2, 1]]);
    expect(of('letters')).toEqual([[2, 1]]);
    expect(of('characters')).toEqual([[4, 0.75]]);
  });

  it('keeps only the rows of the view, and has no line for none', () => {
    const ofSome = (keep: (row: number) => boolean) =>
      rowOf(model, answers, { ...view, task: 'characters', keep });
    expect(ofSome((row) => row === 1)[0]!.figures).toMatchObject({ samples: 1, top1: 0 });
    expect(ofSome(() => false)).toEqual([]);
  });

  it('has classes unless it is short, and writers where enough is known of them', () => {
    const [row] = rowOf(model, answers, { ...view, task: 'digits', writers: ['a', 'a', 'a', 'a'] });
    expect(row!.figures.perClass!.map(({ label }) => label)).toEqual(['0', '7']);
    expect(row).not.toHaveProperty('writers');
    const [short] = rowOf(model, answers, { ...view, task: 'digits', short: true });
    expect(short!.figures).not.toHaveProperty('perClass');
  });
});
