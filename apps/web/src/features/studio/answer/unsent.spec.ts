import { describe, expect, it } from '@jest/globals';
import { blankSheet } from '../sheet/sheet';
import { CLAIM_MS, fromKept, isBy, isClaimed, readUnsent, toKept, writeUnsent } from './unsent';

const NOW = Date.UTC(2026, 0, 31);
const strokes = [{ points: [[1, 2, 0] as const], penWidth: 16, hasPressure: false }];
const unsent = (id: string, givenMs = NOW) => ({
  ...{ id, givenMs, writer: 'ada', label: '4' },
  question: { task: 'digits', top: 10 } as const,
  sheet: { ...blankSheet(), strokes },
});
const kept = (id: string, givenMs?: number) => toKept(unsent(id, givenMs))!;

describe('unsent labels', () => {
  it('come back as they were, each on a sheet of its own', () => {
    const [read] = readUnsent(writeUnsent([kept('a')]), NOW);
    const { sheet, ...rest } = fromKept(read!);
    const { sheet: former, ...given } = unsent('a');
    expect(rest).toEqual(given);
    expect(sheet.strokes).toEqual(former.strokes);
    expect(sheet.drawing).not.toBe(former.drawing);
  });

  it('need no strokes once they were read, and are not kept as pictures', () => {
    expect(toKept({ ...unsent('a'), predictionId: 'p' })).toMatchObject({ strokes: [] });
    const picture = { ...blankSheet(), picture: new Blob(['picture']) };
    expect(toKept({ ...unsent('a'), sheet: picture })).toBeNull();
    expect(toKept({ ...unsent('a'), sheet: picture, predictionId: 'p' })).not.toBeNull();
  });

  it('are forgotten when they are old, broken, or of another shape', () => {
    const old = kept('old', NOW - 31 * 86_400_000);
    const text = writeUnsent([old, kept('new')])!;
    expect(readUnsent(text, NOW).map(({ id }) => id)).toEqual(['new']);
    for (const broken of [
      null,
      '',
      'null',
      '{"version":1,"items":[null,{}]}',
      text.replace('"version":1', '"version":0'),
      text.replaceAll('"penWidth":16', '"penWidth":"wide"'),
      text.replaceAll('"strokes":[{', '"strokes":[0,{'),
    ]) {
      expect(readUnsent(broken, NOW)).toEqual([]);
    }
  });

  it('never fill the storage: the oldest stay', () => {
    const many = Array.from({ length: 80 }, (_, at) => kept(String(at)));
    expect(readUnsent(writeUnsent(many), NOW).map(({ id }) => id)).toEqual(
      many.slice(0, 50).map(({ id }) => id),
    );
    const points = Array.from({ length: 20_000 }, (_, at) => [at, at, at] as const);
    const large = (id: string) => ({ ...kept(id), strokes: [{ ...strokes[0]!, points }] });
    const text = writeUnsent([large('a'), large('b'), kept('c')])!;
    expect(text.length).toBeLessThanOrEqual(500_000);
    expect(readUnsent(text, NOW)).toHaveLength(1);
    expect(writeUnsent([])).toBeNull();
  });

  it('are claimed for a while, and sent by nobody else', () => {
    expect(isClaimed(kept('a'), NOW)).toBe(false);
    const claimed = { ...kept('a'), claimedMs: NOW };
    expect([isClaimed(claimed, NOW + 1), isClaimed(claimed, NOW + CLAIM_MS)]).toEqual([
      ...[true, false],
    ]);
    expect(['ada', 'bob', null].map((person) => isBy(person, kept('a')))).toEqual([
      ...[true, false, false],
    ]);
    expect(isBy('bob', { writer: null })).toBe(true);
  });
});
