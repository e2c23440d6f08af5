import type { PipeTransform } from '@nestjs/common';
import { NETWORKS, type Network } from '@inkling/recognizer';
import { ProblemError } from '../common/problem-error.js';

/** For networks in addresses. */
export const knownNetwork: PipeTransform<string, Network> = {
  transform: (value) => {
    const network = NETWORKS.find((name) => name === value);
    if (network) return network;
    throw new ProblemError(
      'not_found',
      `There is no such network. The networks are ${NETWORKS.join(' and ')}.`,
    );
  },
};
