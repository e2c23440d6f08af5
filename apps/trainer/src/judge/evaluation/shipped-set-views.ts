import { labelsOfNetwork, type Evaluation, type Network, type Task } from '@inkling/recognizer';
import { measureViews } from './measure-views.js';
import { allowedClasses, type Reading } from '../../onnx/reading.js';

/** The sets that ship with a network, as cards name them. */
export const SHIPPED_SET_NAMES = {
  gate: 'Gate set',
  /** Temperature and memory are fitted on it, so its figures are a little too good. */
  validation: 'Validation set',
} as const;

/**
 * Figures on the sets that every installation has, so that any two versions can be compared: over all
 * classes of the network, and over each task that masks some.
 */
export function measureShippedSets(
  network: Network,
  temperature: number,
  readings: Readonly<Record<keyof typeof SHIPPED_SET_NAMES, Reading>>,
  labels: readonly string[] = labelsOfNetwork(network),
): Evaluation[] {
  return (['gate', 'validation'] as const).flatMap((set) => {
    const reading = readings[set];
    const views = tasksMeasured(network).map((task) => {
      const allowed = new Set(allowedClasses(network, task));
      const keep = (row: number) => allowed.has(reading.labels[row]!);
      return { dataset: SHIPPED_SET_NAMES[set], task, keep, short: false };
    });
    return measureViews(network, temperature, reading, views, labels);
  });
}

/** Puts figures in the place of former ones on the same sets, and after all others. */
export function withShippedSets(
  evaluations: readonly Evaluation[],
  measured: readonly Evaluation[],
): Evaluation[] {
  const names: readonly string[] = Object.values(SHIPPED_SET_NAMES);
  return [...evaluations.filter(({ dataset }) => !names.includes(dataset)), ...measured];
}

/** `digits` under `characters` shows how that network reads digits when nothing else is allowed. */
const tasksMeasured = (network: Network): readonly Task[] =>
  network === 'digits' ? ['digits'] : ['characters', 'letters', 'digits'];
