import { TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';

export const TRAINED_NETWORK_NAMES: Readonly<Record<TrainedNetwork, string>> = {
  digits: 'Digits',
  characters: 'Characters',
  lines: 'Lines',
};

/** The network that an address names, or the first. */
export const trainedNetworkOf = (name: unknown): TrainedNetwork =>
  TRAINED_NETWORKS.find((network) => network === name) ?? 'digits';
