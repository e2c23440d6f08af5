import { describe, expect, it } from '@jest/globals';
import { CHARACTER_LABELS } from '@inkling/recognizer';
import type { UnipenSample } from '../../data/unipen.js';
import { loadPenSources } from './pen-sources.js';

const sample = (label: string, group: string, part: UnipenSample['part']): UnipenSample => ({
  ...{ label, group, part, writer: `${group}/1.dat`, hand: group, cutInk: false },
  strokes: [[[0, 0]]],
});

const many = (count: number, ...of: Parameters<typeof sample>) =>
  Array.from({ length: count }, () => sample(...of));

const classOf = (label: string) => CHARACTER_LABELS.findIndex((one) => one === label);

describe('loadPenSources', () => {
  const letters = Array.from({ length: 1000 }, (_, at) => ({
    ...{ label: 'D', group: at < 900 ? 'sta' : 'nic' },
    strokes: [[[at, 0] as const]],
  }));
  const { ink: sources, ofWords } = loadPenSources(
    [
      ...many(4000, 'A', 'apa', 'train'),
      ...many(60, 'B', 'sie', 'train'),
      ...many(60, '3', 'apa', 'train'),
      ...many(9, 'C', 'sie', 'validation'),
      ...many(9, 'C', 'sie', 'unseen group'),
    ],
    letters,
  );
  const repeatsOf = (label: string) =>
    new Set(sources.flatMap((one) => (one.classIndex === classOf(label) ? [one.repeats] : [])));

  it('shows what small groups wrote more often, and digits most', () => {
    expect(repeatsOf('A')).toEqual(new Set([1]));
    expect(repeatsOf('B')).toEqual(new Set([3]));
    expect(repeatsOf('3')).toEqual(new Set([8, 1]));
  });

  it('has nothing of writers who are not to be learned from', () => {
    expect(repeatsOf('C').size).toBe(0);
  });

  it('takes the same number out of the words of large groups, of all their writers', () => {
    const places = sources
      .filter(({ classIndex }) => classIndex === classOf('D'))
      .map(({ strokes }) => strokes[0]![0]![0]);
    expect(places).toHaveLength(500);
    expect(ofWords).toBe(500);
    expect(places.filter((place) => place >= 900)).toHaveLength(100);
    expect(places.filter((place) => place < 450)).toHaveLength(200);
  });

  it('has ways to write digits that are rare in the data', () => {
    expect(sources.filter(({ classIndex }) => classIndex === classOf('7')).length).toBeGreaterThan(
      50,
    );
  });
});
