import { describe, expect, it } from '@jest/globals';
import {
  confusionWords,
  progressWords,
  samplesWords,
  standingOf,
  taughtWords,
} from './progress-words';

const progress = (changes: object = {}) => ({
  ...{ label: 'ν', symbol: true, own: 5, shared: 0, asked: 5, right: 4 },
  ...{ confusedWith: [{ label: 'u', times: 1 }], pictures: [] },
  ...changes,
});

describe('how well a label is known', () => {
  it('is said in words', () => {
    expect(standingOf(progress())).toBe('good');
    expect(progressWords(progress())).toBe('Right in 4 of 5 when left out.');
    expect(confusionWords(progress())).toBe('Read as u once.');
    expect(standingOf(progress({ right: 2 }))).toBe('weak');
  });

  it('needs drawings of a symbol, none of what the network knows', () => {
    const none = { own: 0, asked: 0, right: 0, confusedWith: [] };
    expect(standingOf(progress(none))).toBe('none');
    expect(standingOf(progress({ ...none, symbol: false }))).toBe('good');
    const one = progress({ own: 1, asked: 1, right: 0 });
    expect(standingOf(one)).toBe('few');
    expect(progressWords(one)).toBe('Two more drawings make it reliable.');
    expect(confusionWords(one)).toBe('');
    expect(progressWords(progress({ own: 2, asked: 2, right: 2 }))).toBe(
      'Right in 2 of 2 when left out. One more drawing makes it reliable.',
    );
  });

  it('tells whose drawings there are', () => {
    expect(samplesWords({ own: 1, shared: 0 })).toBe('1 drawing of yours');
    expect(samplesWords({ own: 2, shared: 1 })).toBe(
      '2 drawings of yours, 1 approved one of others',
    );
    expect(samplesWords({ own: 0, shared: 0 })).toBe('No drawings yet');
    expect(taughtWords({ labels: ['α', 'β'], samples: { α: 2 } })).toBe(
      '1 of 2 labels have drawings',
    );
  });
});
