import { NETWORKS, type Network } from '@inkling/recognizer';
import type { ServingService } from './serving.service.js';

/** Requests go between: so many are embedded within some hundred ms. */
const AT_ONCE = 32;

/** Brings many samples up to date in this replica's memory; others hear of theirs from the database. */
export async function refreshSamples(
  serving: Pick<ServingService, 'refreshSamples'>,
  samples: readonly { readonly id: string; readonly network: Network }[],
): Promise<void> {
  for (const network of NETWORKS) {
    const ids = samples.filter((sample) => sample.network === network).map(({ id }) => id);
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      await serving.refreshSamples(network, ids.slice(start, start + AT_ONCE));
    }
  }
}
