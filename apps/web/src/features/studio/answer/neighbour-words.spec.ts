import { describe, expect, it } from '@jest/globals';
import { decidedWords, neighboursTitle } from './neighbour-words';

const neighbour = (label: string, own: boolean) => ({
  ...{ sampleId: `${label}${own}`, label, similarity: 0.9, own },
});
const [mine, theirs] = [neighbour('7', true), neighbour('7', false)];

describe('neighbours', () => {
  it.each([
    ['model', [mine], 'your similar drawings'],
    ['model', [theirs], 'approved samples that look like it'],
    ['model', [mine, theirs], 'yours and approved samples that look like it'],
    ['memory', [mine, neighbour('1', false)], 'because you corrected these'],
    ['memory', [theirs, neighbour('1', true)], 'because of these approved samples'],
    ['memory', [mine, theirs], 'because of your corrections and approved samples'],
  ] as const)('says whose they are: %s, %p', (decidedBy, shown, words) => {
    expect(neighboursTitle({ decidedBy, label: '7' }, shown)).toBe(words);
  });

  it('says who decided', () => {
    expect(decidedWords({ label: '7', neighbours: [mine] })).toBe('decided by your corrections');
    expect(decidedWords({ label: '7', neighbours: [theirs, neighbour('1', true)] })).toBe(
      'decided by approved samples',
    );
  });
});
