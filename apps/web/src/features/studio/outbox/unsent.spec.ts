import { describe, expect, it } from '@jest/globals';
import { clashWords } from './clash-words';
import { handedOver, isBy, isFresh, readFormer, withUnsent, type Unsent } from './unsent';

const NOW = Date.UTC(2026, 0, 31);
const strokes = [{ points: [[1, 2, 0] as const], penWidth: 16, hasPressure: false }];
const unsent = (id: string, more: Partial<Unsent> = {}): Unsent =>
  ({
    ...{ kind: 'drawing', id, givenMs: NOW, writer: 'ada', strokes, picture: null, said: '4' },
    ...{ question: { task: 'digits', top: 10 }, previous: null },
    ...more,
  }) as Unsent;

describe('unsent', () => {
  it('is its person’s alone; who had no session may have one by now', () => {
    const persons = ['ada', 'bob', null];
    expect(persons.map((person) => isBy(person, unsent('a')))).toEqual([true, false, false]);
    expect(isBy('bob', { writer: null })).toBe(true);
    const items = [unsent('a', { writer: null }), unsent('b'), unsent('c', { writer: 'bob' })];
    expect(handedOver(items, null, 'ada').map(({ writer }) => writer)).toEqual([
      ...['ada', 'ada', 'bob'],
    ]);
  });

  it('is kept for 30 days', () => {
    const day = 86_400_000;
    expect([29, 31].map((days) => isFresh(unsent('a'), NOW + days * day))).toEqual([true, false]);
  });

  it('takes the place of what was said of the same drawing before, in its turn', () => {
    const items = [unsent('a'), unsent('b')];
    const again = withUnsent(items, unsent('a', { said: '5', givenMs: NOW + 1 }));
    expect(again?.map(({ id, said, givenMs }) => [id, said, givenMs])).toEqual([
      ['a', '5', NOW],
      ['b', '4', NOW],
    ]);
  });

  it('never fills the browser: pictures are large', () => {
    const picture = new Blob([new Uint8Array(8_000_000)]);
    let items: Unsent[] = [];
    for (let at = 0; at < 12; at++) items = withUnsent(items, unsent(String(at), { picture }))!;
    expect(withUnsent(items, unsent('x', { picture }))).toBeUndefined();
    expect(withUnsent(items, unsent('x'))).toHaveLength(13);
    const many = Array.from({ length: 1000 }, (_, at) => unsent(String(at)));
    expect(withUnsent(many, unsent('x'))).toBeUndefined();
  });

  it('was kept by earlier versions in another way', () => {
    const former = {
      givenMs: NOW,
      writer: 'ada',
      strokes,
      question: { task: 'digits' },
      label: '4',
    };
    const read = (items: unknown, version = 1) =>
      readFormer(JSON.stringify({ version, items }), (atMs) => `id-${atMs}`);
    expect(read([former, { ...former, strokes: [], predictionId: 'p' }])).toMatchObject([
      { kind: 'drawing', id: `id-${NOW}`, writer: 'ada', strokes, said: '4' },
      { strokes: [], answerId: 'p' },
    ]);
    for (const broken of [
      [null],
      [{}],
      [{ ...former, strokes: [] }],
      [{ ...former, strokes: [0] }],
      'x',
    ]) {
      expect(read(broken)).toEqual([]);
    }
    expect(read([former], 2)).toEqual([]);
    expect([null, '', 'null', '{'].map((text) => readFormer(text, String))).toEqual([
      ...[[], [], [], []],
    ]);
  });
});

describe('clashWords', () => {
  const changedAt = '2026-05-03T14:05:00Z';

  it('should say both labels, and what each button does', () => {
    expect(clashWords(unsent('a'))).toBeNull();
    expect(clashWords(unsent('a', { clash: { id: 'c', label: '7', changedAt } }))).toEqual({
      sentence: 'You labelled this drawing 4 here and 7 elsewhere. Which is correct?',
      ...{ theirs: 'Keep 7', mine: 'Use 4' },
    });
    const line = {
      kind: 'line',
      said: '2907',
      clash: { id: 'c', text: 'a long text of words', changedAt },
    };
    expect(clashWords(unsent('a', line as Partial<Unsent>))).toEqual({
      sentence:
        'You corrected this line to “2907” here and to “a long text of words” elsewhere. Which is correct?',
      ...{ theirs: 'Keep “a long text…”', mine: 'Use “2907”' },
    });
  });
});
