import { expect, it } from '@jest/globals';
import { whySentence, type WhyFacts } from './why-sentence.js';

const seven: WhyFacts = {
  label: '7',
  probability: 0.93,
  certainty: 'sure',
  decidedBy: 'model',
  ofNetwork: '7',
  where: 'the top',
  runnerUp: { label: '1', probability: 0.04 },
  samples: { own: 0, shared: 0 },
};
const memory = { decidedBy: 'memory', ofNetwork: '1' } as const;

it.each<[Partial<WhyFacts>, string]>([
  [{}, 'The network sees 7, looking most at the top.'],
  [{ where: undefined, runnerUp: undefined }, 'The network sees 7.'],
  [
    { probability: 0.5, runnerUp: { label: '1', probability: 0.4 } },
    'The network sees 7, looking most at the top; 1 was close, at 40%.',
  ],
  [
    { samples: { own: 2, shared: 0 } },
    'The network sees 7, looking most at the top; 2 of your own samples look like it.',
  ],
  [
    { samples: { own: 1, shared: 1 } },
    'The network sees 7, looking most at the top; 1 of your own samples and 1 approved sample look like it.',
  ],
  [
    { certainty: 'unlike' },
    'This does not look like a character, and 7 is only the closest match, looking most at the top.',
  ],
  [{ ofShape: '1' }, 'How the pen moved speaks for 7; the shape alone looks more like 1.'],
  [
    { ofShape: '1', probability: 0.5, runnerUp: { label: '1', probability: 0.4 } },
    'How the pen moved speaks for 7; the shape alone looks more like 1, which was close, at 40%.',
  ],
  [
    { ofShape: '1', probability: 0.5, runnerUp: { label: '2', probability: 0.4 } },
    'How the pen moved speaks for 7; the shape alone looks more like 1; 2 was close, at 40%.',
  ],
  [
    {
      ...{ certainty: 'unlike', where: undefined, ofShape: '1' },
      ...{ probability: 0.5, runnerUp: { label: '1', probability: 0.4 } },
    },
    'This does not look like a character, and 7 is only the closest match; 1 was close, at 40%.',
  ],
  [
    { ...memory, samples: { own: 2, shared: 0 } },
    'Memory decided: 2 of your own samples labelled 7 look like this; the network alone would say 1.',
  ],
  [
    { ...memory, samples: { own: 0, shared: 1 } },
    'Memory decided: 1 approved sample labelled 7 looks like this; the network alone would say 1.',
  ],
  [
    { ...memory, label: 'ä', ofNetwork: undefined, samples: { own: 1, shared: 0 } },
    'Memory decided: 1 of your own samples labelled ä looks like this; the network has no class for it.',
  ],
  [{ ...memory }, 'Memory decided that this is 7; the network alone would say 1.'],
  [
    { label: 'O', byHabit: true, runnerUp: { label: '0', probability: 0.4 } },
    'The shape could be O or 0, and what you drew lately speaks for O; the network looked most at the top.',
  ],
])('%j', (facts, sentence) => {
  expect(whySentence({ ...seven, ...facts })).toBe(sentence);
});
