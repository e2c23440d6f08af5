import { describe, expect, it } from '@jest/globals';
import { CHARACTER_LABELS, DIGIT_LABELS } from '../labels.js';
import { certaintyLimits } from '../certainty.js';
import { parseModelCard } from './parse-card.js';
import { digitsCard as card } from './testing/digits-card.js';

const evaluation = {
  dataset: 'MNIST test',
  task: 'digits',
  samples: 2,
  top1: 1,
  top3: 1,
  logLoss: 0.1,
  calibrationError: 0.01,
  perClass: [{ label: '0', support: 2, precision: 1, recall: 1, f1: 1 }],
  confusion: [[2]],
  labels: ['0'],
};
const parse = (changes: object) => parseModelCard(JSON.stringify({ ...card, ...changes }));

describe('parseModelCard', () => {
  it('reads a card', () => {
    expect(parse({})).toEqual(card);
    expect(parse({ evaluations: [evaluation] }).evaluations).toEqual([evaluation]);
  });

  it('reads figures without tables', () => {
    const short = { ...evaluation, perClass: [], confusion: [], labels: [] };
    expect(parse({ evaluations: [short] }).evaluations).toEqual([short]);
  });

  it('names each field that is wrong', () => {
    expect(() => parse({ temperature: 0, file: { sha256: 'x', bytes: 1 } })).toThrow(
      /temperature: .*file\.sha256: |file\.sha256: .*temperature: /,
    );
    expect(() => parseModelCard('{')).toThrow('not JSON');
    expect(() => parseModelCard('null')).toThrow('card: ');
  });

  it('refuses labels that are not those of its network, in their order', () => {
    expect(() => parse({ labels: [...DIGIT_LABELS].reverse() })).toThrow(
      'are not the 10 labels of the network digits',
    );
    expect(() => parse({ network: 'characters' })).toThrow('47 labels');
  });

  it('takes symbols that a training gave a class, behind the own labels of characters', () => {
    const grown = (...added: string[]) => ({
      network: 'characters',
      labels: [...CHARACTER_LABELS, ...added],
    });
    expect(parse(grown('✓', 'ä')).labels).toHaveLength(49);
    for (const odd of [['a'], ['c'], ['✓', '✓'], ['a\u0308'], ['123456789']]) {
      expect(() => parse(grown(...odd))).toThrow('is no symbol, or there twice');
    }
    expect(() => parse({ labels: [...DIGIT_LABELS, '✓'] })).toThrow('more than the 10 labels');
  });

  it('takes a strip of any width, and of a glyph only what ink is made into', () => {
    const strip = { shape: [1, 32, null], range: [0, 1], normalisation: 1 };
    expect(parse({ kind: 'sequence', input: strip }).input.shape).toEqual([1, 32, null]);
    expect(() => parse({ input: strip })).toThrow('input.shape: a glyph has 28 x 28 pixels');
    // Cards from before strips were known name no kind.
    expect(parse({ kind: undefined }).kind).toBe('glyph');
  });

  it('refuses thresholds that contradict each other', () => {
    expect(() => parse({ certainty: { sureFrom: 0.2, unlikeBelow: 0.3 } })).toThrow('unlikeBelow');
    const tasks = { letters: { sureFrom: 0.2, unlikeBelow: 0.3 } };
    expect(() => parse({ certainty: { sureFrom: 0.9, unlikeBelow: 0.3, tasks } })).toThrow(
      'unlikeBelow',
    );
  });

  it('has limits of its own for a task that needs them', () => {
    const letters = { sureFrom: 0.8, unlikeBelow: 0.1 };
    const certainty = { sureFrom: 0.9, unlikeBelow: 0.3, tasks: { letters } };
    const card = parse({ certainty });
    expect(certaintyLimits(card, 'letters')).toEqual(letters);
    expect(certaintyLimits(card, 'characters').sureFrom).toBe(0.9);
  });

  it('refuses tables of another size than their labels', () => {
    expect(() => parse({ evaluations: [{ ...evaluation, confusion: [[1, 1]] }] })).toThrow(
      'evaluations.0: the tables of MNIST test do not fit its labels',
    );
  });
});
