import type { ClassRow } from '@inkling/contract';
import { NETWORKS, type Network } from '@inkling/recognizer';
import type { ConfusionCount } from './confusions.js';

interface Tally {
  readonly network: Network;
  readonly label: string;
  answered: number;
  support: number;
  right: number;
}

/** Precision, recall and F1 of each label that was answered or meant; in order of network and label. */
export function classRows(counts: readonly ConfusionCount[]): ClassRow[] {
  const tallies = new Map<string, Tally>();
  const tallyOf = (network: Network, label: string): Tally => {
    const key = `${network} ${label}`;
    const tally = tallies.get(key) ?? { network, label, answered: 0, support: 0, right: 0 };
    tallies.set(key, tally);
    return tally;
  };
  for (const { network, answered, truth, count } of counts) {
    tallyOf(network, answered).answered += count;
    tallyOf(network, truth).support += count;
    if (answered === truth) tallyOf(network, truth).right += count;
  }
  return [...tallies.values()].sort(inOrder).map(toRow);
}

const inOrder = (a: Tally, b: Tally): number =>
  NETWORKS.indexOf(a.network) - NETWORKS.indexOf(b.network) || (a.label < b.label ? -1 : 1);

/** Nothing answered has no precision, nothing meant no recall; without both there is no F1. */
function toRow({ network, label, answered, support, right }: Tally): ClassRow {
  const precision = answered === 0 ? null : right / answered;
  const recall = support === 0 ? null : right / support;
  const both = precision !== null && recall !== null;
  return {
    ...{ network, label, answered, support, right, precision, recall },
    f1: both ? (2 * right) / (answered + support) : null,
  };
}
