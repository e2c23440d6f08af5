import {
  DIGIT_LABELS,
  labelsOfNetwork,
  taskOfNetwork,
  type ModelCard,
  type Network,
} from '@inkling/recognizer';
import {
  filterGlyphs,
  joinGlyphs,
  loadEmnistTrain,
  type LabelledGlyphs,
} from '../../data/glyph-sets.js';
import { loadPicturePool } from '../../data/picture-pool.js';
import { glyphsOfUnipen, loadUnipen, samplesOfTask } from '../../data/unipen.js';
import { writeRareHands } from '../../learn/augmentation/rare-hands.js';
import type { TrainingSources } from '../../learn/augmentation/training-set.js';
import { createRandom } from '../../random.js';
import type { BaseRecipe } from './recipes.js';

const MNIST = { name: 'MNIST train', licence: 'as distributed by LeCun, Cortes and Burges' };
const EMNIST = { name: 'EMNIST train pool', licence: 'U.S. government work (NIST SD 19)' };

/** Digits of a group that count once. */
const TYPICAL_GROUP = 800;
const RARE_HANDS_SEED = 7;

export interface BaseOptions {
  /** Without EMNIST's digits, which come from the forms of the MNIST test set. */
  readonly withoutEmnist: boolean;
  /** Groups of UNIPEN that are not trained on, to see what it costs. */
  readonly leaveOut: readonly string[];
  /** A folder with the network that is trained on, instead of random weights. */
  readonly from: string | undefined;
  /** The share of what training made of that network, in the mean of both; 1: all of it. */
  readonly mix: number;
}

export interface BaseSources {
  readonly sources: TrainingSources;
  /** Characters of training writers, to be told apart writer by writer. */
  readonly written: readonly WrittenCharacter[];
  /** Of which sets `sources.pictures` is made, for the card. */
  readonly pictureSets: ModelCard['training']['data'];
  readonly validation: Readonly<Record<string, LabelledGlyphs>>;
}

type WrittenCharacter = ReturnType<typeof samplesOfTask>[number];

/**
 * Everything that a base network learns from, and is validated on.
 *
 * @throws Error for a group to leave out that there is not: the card would say that it was
 */
export function loadBaseSources(
  name: Network,
  dataDir: string,
  { inkRepeats, rareHands }: BaseRecipe,
  { withoutEmnist, leaveOut }: Pick<BaseOptions, 'withoutEmnist' | 'leaveOut'>,
): BaseSources {
  const labels = labelsOfNetwork(name);
  const unipen = loadUnipen(dataDir);
  const groups = new Set(unipen.map(({ group }) => group));
  const unknown = leaveOut.filter((group) => !groups.has(group));
  if (unknown.length > 0) {
    throw new Error(
      `UNIPEN has no group ${unknown.join(', ')} to leave out; it has ${[...groups].sort().join(', ')}.`,
    );
  }
  const task = taskOfNetwork(name);
  const { train, validation: held } = loadPicturePool(name, dataDir);
  const more =
    name === 'digits' && !withoutEmnist
      ? filterGlyphs(loadEmnistTrain(dataDir), (at) => at < DIGIT_LABELS.length)
      : undefined;
  const pictures = more ? joinGlyphs(train, more) : train;
  const trainInk = unipen.filter(
    ({ part, group }) => part === 'train' && !leaveOut.includes(group),
  );
  const validationInk = unipen.filter(({ part }) => part === 'validation');
  const chosen = samplesOfTask(trainInk, task, name);
  const weightOf = weightsOfGroups(chosen.map(({ sample }) => sample.group));
  const isDigit = (classIndex: number) => classIndex < DIGIT_LABELS.length;
  const ink = chosen.map(({ sample, classIndex }) => ({
    strokes: sample.strokes,
    classIndex,
    repeats: isDigit(classIndex)
      ? Math.round(inkRepeats.digit * weightOf(sample.group))
      : inkRepeats.letter,
  }));
  const rare = writeRareHands(rareHands, createRandom(RARE_HANDS_SEED)).map(
    ({ label, strokes }) => ({ strokes, classIndex: labels.indexOf(label), repeats: 1 }),
  );
  return {
    sources: { pictures, ink: [...ink, ...rare], labels },
    written: chosen.filter(({ sample }) => !sample.cutInk),
    pictureSets: [
      { ...(name === 'digits' ? MNIST : EMNIST), samples: train.count },
      ...(more ? [{ ...EMNIST, samples: more.count }] : []),
    ],
    validation: {
      [name === 'digits' ? 'MNIST held out' : 'EMNIST held out']: held,
      'UNIPEN validation writers': glyphsOfUnipen(validationInk, task, name),
    },
  };
}

/** So that a group of few writers, such as syn, does not count for more than all others. */
function weightsOfGroups(groups: readonly string[]): (group: string) => number {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return (group) => Math.min(2, Math.max(0.5, Math.sqrt(TYPICAL_GROUP / counts.get(group)!)));
}
