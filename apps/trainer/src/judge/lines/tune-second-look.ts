import {
  lookAgain,
  LOOK_LIMITS,
  textsOf,
  textsToLookAt,
  viewAgain,
  weighLooks,
  withView,
  type LinesCard,
  type SecondLook,
  type SecondLookWeights,
  type SequenceSettings,
} from '@inkling/recognizer';
import { isRight, type SpokenSet } from './evaluate-lines.js';
import { settingsOf, type LineHelpers, type SecondEye } from './line-helpers.js';

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

const WEIGHTS = ['standing', 'joined', 'bonus', 'alike', 'single', 'view'] as const;
type Weights = Record<(typeof WEIGHTS)[number], number>;

const ROUNDS = 200;
/** Of a nat for each line: what is gained by less is chance. */
const LEAST_GAIN = 1e-6;

/**
 * How probable the right texts are has one highest place, as in logistic regression: up there by Newton's steps, each
 * weight's by itself and all of them halved until they gain something.
 */
function tunedWeights(trials: readonly Trial[]): SecondLookWeights {
  let weights: Weights = ofEach(() => 0);
  let most = likelihoodOf(trials, weights);
  for (let round = 0, gain = Infinity; round < ROUNDS && gain > LEAST_GAIN; round++) {
    const step = newtonStep(trials, weights);
    gain = 0;
    for (let share = 1; share > 1e-3 && gain <= 0; share /= 2) {
      const next = moved(weights, step, share);
      const likelihood = likelihoodOf(trials, next);
      if (likelihood <= most) continue;
      gain = (likelihood - most) / trials.length;
      [weights, most] = [next, likelihood];
    }
  }
  return ofEach((name) => Math.round(100 * weights[name]) / 100);
}

const ofEach = (of: (name: (typeof WEIGHTS)[number]) => number): Weights =>
  Object.fromEntries(WEIGHTS.map((name) => [name, of(name)])) as Weights;

/** What somebody says counts, or it doesn't, but never the other way round; of two views each is one. */
const moved = (weights: Weights, step: Weights, share: number): Weights =>
  ofEach((name) => {
    const weight = Math.max(0, weights[name] + share * step[name]);
    return name === 'view' ? Math.min(1, weight) : weight;
  });

/** What a weight makes count. */
function valueOf(name: keyof Weights, look: SecondLook): number {
  if (name === 'bonus') return look.characters;
  return name === 'view' ? look.view - Math.log(look.probability) : look[name];
}

/** Of each weight the slope, by the curvature. */
function newtonStep(trials: readonly Trial[], weights: Weights): Weights {
  const slopes = ofEach(() => 0);
  const curvatures = ofEach(() => 1e-6);
  for (const { text, looks } of trials) {
    const shares = new Map(weighLooks(looks, weights).map((each) => [each.text, each.probability]));
    const together = [...shares.values()].reduce((sum, share) => sum + share, 0);
    const right = looks.find((look) => isRight(look.text, text))!;
    for (const name of WEIGHTS) {
      const own = (look: SecondLook) => valueOf(name, look);
      const meanOf = (value: (look: SecondLook) => number) =>
        looks.reduce((sum, look) => sum + (shares.get(look.text)! / together) * value(look), 0);
      const mean = meanOf(own);
      slopes[name] += own(right) - mean;
      curvatures[name] += meanOf((look) => (own(look) - mean) ** 2);
    }
  }
  return ofEach((name) => slopes[name] / curvatures[name]);
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
    const row = { strip, reading, question: { task }, reader: eye, seen: new Map() };
    const seen = await lookAgain(row, textsToLookAt(texts, limits), limits.parts);
    const viewed = await viewAgain(strip, output, settings, { task });
    const looks = viewed ? withView(seen, viewed.reading) : seen;
    // Where nobody proposed what is right, no weight finds it.
    if (looks.some((look) => isRight(look.text, text))) unsure.push({ text, looks });
  }
  return unsure;
}

const likelihoodOf = (trials: readonly Trial[], weights: SecondLookWeights): number =>
  trials.reduce((sum, { text, looks }) => {
    const own = weighLooks(looks, weights).find((each) => isRight(each.text, text))!;
    return sum + Math.log(own.probability);
  }, 0);
