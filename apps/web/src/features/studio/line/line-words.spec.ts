import { describe, expect, it } from '@jest/globals';
import { characterName, lessonLearned, lessonWords, lineCertainty, spokenLine } from './line-words';

const character = (certain: boolean) =>
  ({ certain }) as Parameters<typeof lineCertainty>[0]['characters'][number];

describe('lineCertainty', () => {
  it('counts what it is not sure about', () => {
    const probability = 0.4;
    expect(lineCertainty({ probability, certain: true, characters: [character(true)] })).toBe(
      '40%, sure',
    );
    expect(lineCertainty({ probability, certain: false, characters: [character(true)] })).toBe(
      '40%, not sure',
    );
    expect(
      lineCertainty({
        ...{ probability: 0.0002, certain: false },
        characters: [character(true), character(false)],
      }),
    ).toBe('not sure about 1 of 2');
  });
});

describe('spokenLine', () => {
  it('says the text and how sure it is', () => {
    expect(spokenLine({ text: '27', probability: 0.93, certain: true, characters: [] })).toBe(
      '27, 93 percent, sure.',
    );
  });
});

describe('lessonWords', () => {
  it('tells what was changed, added and removed', () => {
    expect(lessonWords('2711', '2771')).toBe(
      'You changed 1 to 7. Saving teaches each separate character.',
    );
    expect(lessonWords('27', '27m')).toBe(
      'No strokes of its own: m. Saving teaches each separate character.',
    );
    expect(lessonWords('271', '27')).toBe('Removed: 1. Saving teaches each separate character.');
    expect(lessonWords('1 2', '12')).toBe('Only spaces change.');
  });

  it('invites to confirm, or asks for a text', () => {
    expect(lessonWords('27', '27')).toContain('Confirm');
    expect(lessonWords('27', ' ')).toBe('Type what it says.');
  });
});

describe('lessonLearned', () => {
  const sample = (label: string, at: number) => ({ sampleId: 's', label, at });

  it('names each label once, and what was excluded with its reason', () => {
    expect(
      lessonLearned({
        confirms: false,
        samples: [sample('3', 0), sample('8', 1), sample('3', 2)],
        leftOut: [
          { label: 'm', at: 3, reason: 'not told apart' },
          { label: '/', at: 4, reason: 'not a character of the network' },
        ],
      }),
    ).toBe(
      'Corrected. Learned: 3 and 8. Excluded: m can’t be told apart from its neighbours; / isn’t a character Inkling knows.',
    );
  });

  it('speaks of several labels where one reason is of several', () => {
    const apart = (label: string, at: number) => ({ label, at, reason: 'not told apart' }) as const;
    const unknown = (label: string, at: number) =>
      ({ label, at, reason: 'not a character of the network' }) as const;
    const leftOut = [apart('a', 1), apart('7', 3), unknown('/', 4), unknown('?', 5)];
    expect(lessonLearned({ confirms: false, samples: [], leftOut })).toBe(
      'Corrected. Excluded: a and 7 can’t be told apart from their neighbours; ' +
        '/ and ? aren’t characters Inkling knows.',
    );
    const twice = [apart('a', 1), apart('a', 3)];
    expect(lessonLearned({ confirms: false, samples: [], leftOut: twice })).toBe(
      'Corrected. Excluded: a can’t be told apart from its neighbours.',
    );
  });

  it('is short where there is nothing to name', () => {
    expect(lessonLearned({ confirms: true, samples: [], leftOut: [] })).toBe('Confirmed.');
  });
});

describe('characterName', () => {
  it('says what is there now', () => {
    const read = { read: 'a', probability: 0.42, certain: false };
    expect(characterName({ ...read, shown: 'a' })).toBe('small a, 42%, not sure');
    expect(characterName({ ...read, shown: 'a', remembered: true })).toContain('remembered');
    expect(characterName({ ...read, shown: 'A' })).toBe('small a, changed to capital A');
    expect(characterName({ ...read, shown: '' })).toBe('small a, removed');
  });
});
