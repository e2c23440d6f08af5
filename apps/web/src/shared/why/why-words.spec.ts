import { describe, expect, it } from '@jest/globals';
import type { Why } from '@inkling/contract';
import {
  answerCaption,
  heatAlternative,
  readAgainWords,
  runnerUpCaption,
  samplesTitle,
} from './why-words';

const why = {
  label: '7',
  probability: 0.93,
  model: { id: 'id', version: 3 },
  neighbours: [{}, {}],
  saliency: {
    label: '7',
    runnerUp: { label: 'A', probability: 0.04 },
    sentence: 'The network sees 7, looking most at the top.',
  },
} as unknown as Why;

describe('the words of “Why?”', () => {
  it('name both labels', () => {
    expect(answerCaption(why)).toEqual({ label: '7', share: '93%', words: 'answer' });
    expect(runnerUpCaption(why)).toEqual({ label: 'A', share: '4%', words: 'runner-up' });
    const alone = { ...why, saliency: { label: '7', sentence: '' } };
    expect(runnerUpCaption(alone)).toBe(undefined);
  });

  it('tell the answer’s picture by the sentence, and the other’s by what it is', () => {
    const { sentence } = why.saliency;
    expect(heatAlternative(answerCaption(why), sentence)).toBe(sentence);
    expect(heatAlternative(runnerUpCaption(why)!)).toBe(
      'What speaks for capital A, the runner-up, at 4%',
    );
  });

  it('say by which version it was read, and where the record differs', () => {
    const words = 'Read again just now by version 3, in service.';
    expect(readAgainWords(why, '7')).toBe(words);
    expect(readAgainWords(why, undefined)).toBe(words);
    expect(readAgainWords(why, '1')).toBe(`${words} Recorded was 1.`);
  });

  it('count samples', () => {
    expect(samplesTitle(why)).toBe('2 samples in memory had a say');
    expect(samplesTitle({ ...why, neighbours: why.neighbours.slice(1) })).toBe(
      '1 sample in memory had a say',
    );
  });
});
