import type { PipeTransform } from '@nestjs/common';
import { TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { ProblemError } from '../common/problem-error.js';

const LIST = new Intl.ListFormat('en-GB');

/** For networks in addresses. */
export const knownNetwork: PipeTransform<string, TrainedNetwork> = {
  transform: (value) => {
    const network = TRAINED_NETWORKS.find((name) => name === value);
    if (network) return network;
    throw new ProblemError(
      'not_found',
      `There is no such network. The networks are ${LIST.format(TRAINED_NETWORKS)}.`,
    );
  },
};
