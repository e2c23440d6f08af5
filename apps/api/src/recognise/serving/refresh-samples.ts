import type { Network } from '@inkling/recognizer';
import type { ServingService } from './serving.service.js';

const AT_ONCE = 8;

/** Brings many samples up to date in this replica's memory; others hear of theirs from the database. */
export async function refreshSamples(
  serving: Pick<ServingService, 'refreshSample'>,
  samples: readonly { readonly id: string; readonly network: Network }[],
): Promise<void> {
  for (let start = 0; start < samples.length; start += AT_ONCE) {
    await Promise.all(
      samples
        .slice(start, start + AT_ONCE)
        .map(({ id, network }) => serving.refreshSample(network, id)),
    );
  }
}
