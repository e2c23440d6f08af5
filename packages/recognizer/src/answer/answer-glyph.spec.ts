import { describe, expect, it } from '@jest/globals';
import { digitsCard as card } from '../card/testing/digits-card.js';
import { LabelSpace } from '../label-space.js';
import { NetworkMemory } from '../memory/network-memory.js';
import { NotAnswerableError } from './answerable.js';
import { answerGlyph } from './answer-glyph.js';
import { answerSpace } from './answer-space.js';
import { priorOfKinds, withKind, type DrawnKind } from './recent-kinds.js';

const WRITER = 'anna';

const memoryOfDigits = () => new NetworkMemory(card.embeddingSize, new LabelSpace(card));
const glyph = Uint8Array.from({ length: 784 }, (_, at) => at % 256);
const embedding = Float32Array.from({ length: card.embeddingSize }, (_, at) => (at === 3 ? 2 : 0));
const logits = Float32Array.from(card.labels, (label) => (label === '7' ? 20 : 0));
const answering = { writerId: WRITER, memory: true, shared: new Set<string>() };
const likeness = { digit: 0.9, letter: 0.1, several: 0.1 };

const ask = (memory: NetworkMemory) => {
  const may = answerSpace({ task: 'digits', allow: undefined }, { memory, card }, answering);
  const seen = { logits, embedding };
  const asked = { task: 'digits' as const, glyph, writerId: WRITER, likeness, prior: undefined };
  return answerGlyph({ ...seen, ...may, ...asked }, card, memory);
};

function teach(memory: NetworkMemory, label: string): void {
  memory.put({
    ...{ id: 'a', revision: 1, writerId: WRITER, sharedClass: null, glyph, saidAtMs: 1 },
    ownClass: memory.labels.teach(label),
    embedding: Float32Array.from(embedding, (value) => value / 2),
  });
}

describe('answerGlyph', () => {
  it('answers with the network, and with what the writer taught', () => {
    const memory = memoryOfDigits();
    const before = ask(memory);
    expect(before).toMatchObject({ decidedBy: 'model', judgement: { certainty: 'sure' } });
    expect(before.mayAnswer[0]!.label).toBe('7');
    teach(memory, '4');
    const after = ask(memory);
    expect(after.decidedBy).toBe('memory');
    expect(after.mayAnswer[0]!.label).toBe('4');
    expect(after.mayAnswer[0]!.probability).toBeGreaterThan(0.98);
    teach(memory, 'ä');
    expect(ask(memory).mayAnswer[0]!.label).toBe('ä');
  });
});

describe('answerSpace', () => {
  it('refuses what was not taught, and labels that there are not', () => {
    const model = { memory: memoryOfDigits(), card };
    const alphabet = { name: 'Signs', labels: ['ä'] };
    const refused = (work: () => unknown): NotAnswerableError => {
      try {
        work();
      } catch (error) {
        if (error instanceof NotAnswerableError) return error;
      }
      throw new Error('not refused');
    };
    const signs = { task: 'digits' as const, alphabet, allow: undefined };
    expect(refused(() => answerSpace(signs, model, answering)).code).toBe('not_taught');
    const letters = { task: 'digits' as const, allow: ['1', 'A'] };
    const { code, errors } = refused(() => answerSpace(letters, model, answering));
    expect([code, errors.map(({ pointer }) => pointer)]).toEqual(['unknown_label', ['/allow/1']]);
    teach(model.memory, 'ä');
    expect(answerSpace(signs, model, answering).allowed.indexOf(true)).toBe(card.labels.length);
    const alone = { ...answering, memory: false };
    expect(refused(() => answerSpace(signs, model, alone)).code).toBe('not_taught');
  });
});

describe('what was drawn lately', () => {
  const readingOf = (id: number, label: string | undefined, replaces?: number) => ({
    ...{ id: `${id}`, label, replaces: replaces === undefined ? undefined : `${replaces}` },
  });

  it('counts each drawing once, the last twenty of half an hour', () => {
    let drawn: readonly DrawnKind[] = [];
    for (let at = 0; at < 30; at++) drawn = withKind(drawn, readingOf(at, at % 2 ? '1' : 'A'), at);
    expect(priorOfKinds(drawn, 30)).toMatchObject({ drawings: 20, digits: 0.5 });
    const again = withKind(drawn, readingOf(30, 'A', 29), 30);
    expect(again).toHaveLength(20);
    expect(priorOfKinds(again, 31).letters).toBeCloseTo(12 / 22);
    expect(priorOfKinds(again, 30 + 31 * 60_000).drawings).toBe(0);
  });

  it('keeps other drawings where the first strokes of one were read without certainty', () => {
    const readings = [
      readingOf(0, '1'),
      readingOf(1, undefined),
      readingOf(2, 'A', 1),
      readingOf(3, '1'),
      readingOf(4, undefined, 3),
      readingOf(5, 'E', 4),
      // It came before, with the same id.
      readingOf(5, 'E'),
    ];
    const drawn = readings.reduce<readonly DrawnKind[]>((all, one) => withKind(all, one, 0), []);
    expect(drawn.map(({ id, isDigit }) => [id, isDigit])).toEqual([
      ['0', true],
      ['2', false],
      ['5', false],
    ]);
  });
});
