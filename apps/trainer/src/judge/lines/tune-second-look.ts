import {
  lookAgain,
  MOST_LOOKED_AT,
  SURE_ENOUGH,
  textsOf,
  weighLooks,
  type LinesCard,
  type SecondLook,
  type SecondLookWeights,
  type SequenceSettings,
} from '@inkling/recognizer';
import { isRight, type SpokenSet } from './evaluate-lines.js';
import { settingsOf, type LineHelpers, type SecondEye } from './line-helpers.js';

const STANDING = [0, 0.35, 0.5, 0.75, 1, 1.5];
const JOINED = [0, 0.1, 0.2, 0.3, 0.5];
const BONUS = [0, 0.15, 0.3, 0.5, 0.7, 0.9];

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
  let best = { weights: { standing: 0, joined: 0, bonus: 0 }, likelihood: -Infinity };
  for (const standing of STANDING) {
    for (const joined of JOINED) {
      for (const bonus of BONUS) {
        const weights = { standing, joined, bonus };
        const likelihood = likelihoodOf(trials, weights);
        if (likelihood > best.likelihood) best = { weights, likelihood };
      }
    }
  }
  return best.weights;
}

/** What is seen of those lines that are looked at again. */
async function trialsOf(
  { lines, outputs, task }: SpokenSet,
  settings: SequenceSettings,
  eye: SecondEye,
): Promise<Trial[]> {
  const unsure: Trial[] = [];
  for (const [at, output] of outputs.entries()) {
    const { strip, text } = lines[at]!;
    if (!output || !strip) continue;
    const { reading, texts } = textsOf(output, settings, { task }, MOST_LOOKED_AT);
    if (texts.length < 2 || texts[0]!.probability >= SURE_ENOUGH) continue;
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
