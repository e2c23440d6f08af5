import {
  lookAgain,
  LOOK_LIMITS,
  textsOf,
  weighLooks,
  type LinesCard,
  type SecondLook,
  type SecondLookWeights,
  type SequenceSettings,
} from '@inkling/recognizer';
import { isRight, type SpokenSet } from './evaluate-lines.js';
import { settingsOf, type LineHelpers, type SecondEye } from './line-helpers.js';

/** What is tried of each weight. */
const TRIED: Readonly<Record<keyof SecondLookWeights, readonly number[]>> = {
  standing: [0, 0.35, 0.5, 0.75, 1, 1.5, 2, 2.5],
  joined: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1],
  bonus: [0, 0.15, 0.3, 0.5, 0.7, 0.9, 1.2, 1.5, 2],
  alike: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1],
  single: [0, 0.2, 0.4, 0.7, 1, 1.5, 2],
};

/** A line that is looked at again. */
interface Trial {
  readonly text: string;
  readonly looks: readonly SecondLook[];
}

/**
 * What a network for single characters counts beside the one for lines: the weights with which the right texts of the lines
 * that this one was unsure of are most probable. How many are right would be counted in ones, and decided by chance.
 *
 * @param sets of validation
 */
export async function tuneSecondLook(
  sets: readonly SpokenSet[],
  card: LinesCard,
  helpers: LineHelpers,
): Promise<LinesCard['secondLook']> {
  const { digits, text } = helpers.second ?? {};
  if (!digits || !text) return undefined;
  const settings = settingsOf(card, { language: helpers.language });
  const of = (task: SpokenSet['task']) => sets.filter((set) => set.task === task);
  return {
    digits: await tuneTask(of('digits'), settings, digits),
    text: await tuneTask(of('text'), settings, text),
  };
}

async function tuneTask(
  sets: readonly SpokenSet[],
  settings: SequenceSettings,
  eye: SecondEye,
): Promise<SecondLookWeights> {
  const trials: Trial[] = [];
  for (const set of sets) trials.push(...(await trialsOf(set, settings, eye)));
  return tunedWeights(trials);
}

/** One weight after the other, until none of them makes the right texts more probable. */
function tunedWeights(trials: readonly Trial[]): SecondLookWeights {
  let weights: SecondLookWeights = { standing: 0, joined: 0, bonus: 0, alike: 0, single: 0 };
  let most = likelihoodOf(trials, weights);
  for (let before = -Infinity; most > before;) {
    before = most;
    for (const [name, tried] of Object.entries(TRIED)) {
      for (const value of tried) {
        const other = { ...weights, [name]: value };
        const likelihood = likelihoodOf(trials, other);
        if (likelihood > most) [weights, most] = [other, likelihood];
      }
    }
  }
  return weights;
}

/** What is seen of those lines that are looked at again. */
async function trialsOf(
  { lines, outputs, task }: SpokenSet,
  settings: SequenceSettings,
  eye: SecondEye,
): Promise<Trial[]> {
  const limits = LOOK_LIMITS[task];
  const unsure: Trial[] = [];
  for (const [at, output] of outputs.entries()) {
    const { strip, text } = lines[at]!;
    if (!output || !strip) continue;
    const { reading, texts } = textsOf(output, settings, { task }, limits.texts);
    if (texts.length < 2 || texts[0]!.probability >= limits.sureFrom) continue;
    unsure.push({ text, looks: await lookAgain(strip, reading, texts, { task }, eye) });
  }
  return unsure;
}

/** An improbable text costs no more than this, in nats. */
const WORST = -10;

const likelihoodOf = (trials: readonly Trial[], weights: SecondLookWeights): number =>
  trials.reduce((sum, { text, looks }) => {
    const own = weighLooks(looks, weights).find((each) => isRight(each.text, text));
    return sum + Math.max(WORST, Math.log(own?.probability ?? 0));
  }, 0);
