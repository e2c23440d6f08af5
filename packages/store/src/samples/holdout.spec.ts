import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { glyphFromStrokes, type Stroke } from '@inkling/ink';
import { inOrderOfPlacing, Placement, placeSamples, type DrawnSample } from './holdout.js';

const file = new URL('../../../../fixtures/writer.json', import.meta.url);
const drawings = (
  JSON.parse(readFileSync(file, 'utf8')) as { label: string; strokes: Stroke[] }[]
).map(({ strokes }) => strokes);

const glyphOf = (strokes: readonly Stroke[]): Uint8Array =>
  Uint8Array.from(glyphFromStrokes(strokes).glyph, (value) => Math.round(value * 255));

/** Always the same numbers (Park and Miller's generator). */
let state = 3;
const between = (low: number, high: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return low + (state / 2_147_483_647) * (high - low);
};
/** The same drawing again, with a hand that trembles by 2 % of its height. */
const again = (strokes: readonly Stroke[]): Stroke[] =>
  strokes.map((stroke) =>
    stroke.map(([x, y]) => [x + between(-4, 4), y + between(-4, 4)] as const),
  );

const sample = (
  number: number,
  glyph: Uint8Array,
  writerId: string | null = 'anna',
): DrawnSample => ({
  id: String(number).padStart(6, '0'),
  writerId,
  glyph,
  formerPart: undefined,
});

const once = drawings.map((strokes, at) => sample(at, glyphOf(strokes)));
const repeated = drawings.map((strokes, at) => sample(2000 + at, glyphOf(again(strokes))));

describe('placeSamples', () => {
  it('should keep back about one in five, of every writer', () => {
    for (const writerId of ['anna', 'ben', 'cleo', null]) {
      const places = placeSamples(once.map((one) => ({ ...one, writerId })));
      const kept = [...places.values()].filter(({ part }) => part === 'holdout').length;
      expect(kept / places.size).toBeGreaterThan(0.1);
      expect(kept / places.size).toBeLessThan(0.35);
      expect(places.size).toBeGreaterThan(0.95 * once.length);
    }
  });

  it('should never put a repeated drawing on both sides', () => {
    const places = placeSamples([...once, ...repeated]);
    let both = 0;
    once.forEach(({ id }, at) => {
      const [first, second] = [places.get(id), places.get(repeated[at]!.id)];
      if (!first || !second) return;
      both++;
      expect(second.part).toBe(first.part);
    });
    expect(both).toBeGreaterThan(0.8 * once.length);
  });

  it('should put equal pixels on one side whoever drew them', () => {
    const others = once.map((one, at) => sample(1000 + at, one.glyph, `writer ${at}`));
    const places = placeSamples([...once, ...others]);
    once.forEach(({ id }, at) => {
      expect(places.get(others[at]!.id)).toEqual(places.get(id));
    });
  });

  it('should not move a sample when others come or go', () => {
    const half = once.slice(0, once.length / 2);
    const before = placeSamples(half);
    const after = placeSamples([...once, ...repeated]);
    for (const [id, { part }] of before) expect(after.get(id)?.part).toBe(part);
  });

  it('should leave what an earlier job placed where it was, also when an older twin is approved', () => {
    const [first, second] = [once[0]!, repeated[0]!];
    const alone = placeSamples([second]).get(second.id)!.part;
    const other = alone === 'train' ? 'holdout' : 'train';
    const places = placeSamples([first, { ...second, formerPart: other }]);
    expect(places.get(second.id)!.part).toBe(other);
    expect(places.get(first.id)!.part).toBe(other);
  });

  it('should leave out a new drawing that is like drawings on both sides', () => {
    const [first, second] = [once[0]!, repeated[0]!];
    const places = placeSamples([
      { ...first, formerPart: 'train' },
      { ...second, formerPart: 'holdout' },
      sample(5000, first.glyph),
    ]);
    expect([...places.keys()].sort()).toEqual([first.id, second.id].sort());
  });
});

it('placeSamples should compare imported samples by their pixels alone', () => {
  const [first, second] = [once[0]!, repeated[0]!];
  const imported = (one: DrawnSample): DrawnSample => ({
    ...one,
    writerId: null,
    isImported: true,
  });
  const places = placeSamples([first, second, sample(6000, first.glyph)].map(imported));
  expect(places.get('006000')).toEqual(places.get(first.id));
  expect(places.get(second.id)!.group).not.toBe(places.get(first.id)!.group);
});

it('Placement should find the same sides when groups are not asked for', () => {
  const samples = inOrderOfPlacing([
    ...once.map((one, at) => ({
      ...one,
      formerPart:
        at % 2 === 0 ? (at % 4 === 0 ? ('train' as const) : ('holdout' as const)) : undefined,
    })),
    ...repeated,
  ]);
  const [full, quick] = [new Placement(), new Placement('parts')];
  for (const one of samples) expect(quick.place(one)?.part).toBe(full.place(one)?.part);
});
