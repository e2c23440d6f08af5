import type { Certainty } from '../certainty.js';
import type { HotPlace } from './where-hot.js';

/** What an answer rests on. */
export interface WhyFacts {
  readonly label: string;
  /** 0..1 */
  readonly probability: number;
  readonly certainty: Certainty;
  /** memory: without it the network would have said something else. */
  readonly decidedBy: 'model' | 'memory';
  /** What the writer drew lately decided between two labels of one shape, see `withKindPrior`. */
  readonly byHabit?: boolean;
  /** What the network says alone; absent where none of its classes may answer. */
  readonly ofNetwork?: string | undefined;
  /** What the glyph alone would be, where how the pen went changed that; absent where it did not. */
  readonly ofShape?: string | undefined;
  /** Where on the ink the network found most for the label; absent where that is not known. */
  readonly where?: HotPlace | undefined;
  /** Absent where one label alone may answer. */
  readonly runnerUp?: { readonly label: string; readonly probability: number } | undefined;
  /** Samples of that label that had a say and look like it: the writer's own, and approved ones of others. */
  readonly samples: { readonly own: number; readonly shared: number };
}

/** From this share of the answer's probability on the runner-up was close. */
const CLOSE = 0.25;

/** One sentence that says why, first who decided; each part of it holds. */
export function whySentence(facts: WhyFacts): string {
  return `${partsOf(facts).join('; ')}.`;
}

function partsOf(facts: WhyFacts): string[] {
  if (facts.byHabit && facts.runnerUp) return ofHabit(facts, facts.runnerUp.label);
  return facts.decidedBy === 'memory' ? ofMemory(facts) : ofNetwork(facts);
}

const ofHabit = ({ label, where }: WhyFacts, other: string): string[] => [
  `The shape could be ${label} or ${other}, and what you drew lately speaks for ${label}`,
  ...(where === undefined ? [] : [`the network looked most at ${where}`]),
];

function ofMemory({ label, ofNetwork, samples }: WhyFacts): string[] {
  const who = samplesInWords(samples);
  const first = who
    ? `Memory decided: ${who} labelled ${label} ${looks(samples)} like this`
    : `Memory decided that this is ${label}`;
  if (ofNetwork === undefined) return [first, 'the network has no class for it'];
  return [first, `the network alone would say ${ofNetwork}`];
}

function ofNetwork(facts: WhyFacts): string[] {
  const { runnerUp, probability, samples, certainty, ofShape } = facts;
  const parts = [whatIsSeen(facts)];
  if (runnerUp && runnerUp.probability >= probability * CLOSE) {
    const close = `was close, at ${percent(runnerUp.probability)}`;
    // It was named just now.
    if (certainty !== 'unlike' && ofShape === runnerUp.label) parts[0] += `, which ${close}`;
    else parts.push(`${runnerUp.label} ${close}`);
  }
  const who = samplesInWords(samples);
  if (who) parts.push(`${who} ${looks(samples)} like it`);
  return parts;
}

function whatIsSeen({ label, certainty, where, ofShape }: WhyFacts): string {
  const looking = where === undefined ? '' : `, looking most at ${where}`;
  if (certainty === 'unlike') {
    return `This does not look like a character, and ${label} is only the closest match${looking}`;
  }
  return ofShape === undefined
    ? `The network sees ${label}${looking}`
    : `How the pen moved speaks for ${label}; the shape alone looks more like ${ofShape}`;
}

type Samples = WhyFacts['samples'];

const looks = ({ own, shared }: Samples): string => (own + shared === 1 ? 'looks' : 'look');

/** @returns empty where there are none */
function samplesInWords({ own, shared }: Samples): string {
  const words = [
    ...(own > 0 ? [`${own} of your own samples`] : []),
    ...(shared > 0 ? [`${shared} approved ${shared === 1 ? 'sample' : 'samples'}`] : []),
  ];
  return words.join(' and ');
}

const percent = (share: number): string => `${Math.max(1, Math.round(share * 100))}%`;
