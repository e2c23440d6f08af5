import type { ModelCard } from '@inkling/recognizer';
import type { UnipenPart } from '../../../data/unipen-split.js';

/**
 * What a network, or whoever made it, knows of the samples of a figure. Only `unseen` figures tell what
 * strangers will get.
 */
export type Acquaintance =
  | 'unseen'
  /** Other pictures of the same people's forms were trained on: NIST's are in MNIST and in EMNIST. */
  | 'same forms'
  | 'trained'
  /** Temperature, limits, memory and epochs are chosen by them. */
  | 'tuned'
  /** They let fine-tuned versions pass, and train nothing. */
  | 'gate'
  /** Further samples of people of whom others are unseen. */
  | 'left out';

/** Tells what strangers get, more or less. */
export const isHonest = (known: Acquaintance): boolean =>
  known === 'unseen' || known === 'same forms';

const OF_PART: Readonly<Record<UnipenPart, Acquaintance>> = {
  train: 'trained',
  validation: 'tuned',
  gate: 'gate',
  'unseen group': 'unseen',
  'unseen hand': 'unseen',
  'left out': 'left out',
};

export const acquaintanceWithPart = (part: UnipenPart): Acquaintance => OF_PART[part];

/** An official test split: of its own source only the training split may be trained on. */
export function acquaintanceWithTest(
  { training }: Pick<ModelCard, 'training'>,
  source: 'MNIST' | 'EMNIST',
): Acquaintance {
  const other = source === 'MNIST' ? /\bEMNIST\b/ : /\bMNIST\b/;
  return training.data.some(({ name }) => other.test(name)) ? 'same forms' : 'unseen';
}

/** Whether a network's training left a group out by `train:base -- --leave-out GROUP`, as its card says. */
export function isLeftOut({ training }: Pick<ModelCard, 'training'>, group: string): boolean {
  const named = [...training.command.matchAll(/--leave-out[ =](\S+)/g)];
  return named.some(([, groups]) => groups!.split(',').includes(group));
}
