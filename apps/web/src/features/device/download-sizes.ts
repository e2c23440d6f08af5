import type { Network } from '@inkling/recognizer';
import { api, dataOf } from '../../shared/api/client';
import { RUNTIME_BYTES } from './device-words';

/** In bytes, as they are sent. */
export interface DownloadSizes {
  /** What runs the networks, and the one that tells what is a character at all. */
  readonly common: number;
  readonly networks: Readonly<Record<Network, number>>;
}

/** What would be downloaded now. */
export async function downloadSizes(): Promise<DownloadSizes> {
  const bytesOf = async (network: Network): Promise<number> => {
    const query = { network, limit: 100 };
    const { items } = await dataOf(api.GET('/api/models', { params: { query } }));
    return items.find(({ status }) => status === 'champion')?.bytes ?? 0;
  };
  const [digits, characters, likeness] = await Promise.all([
    bytesOf('digits'),
    bytesOf('characters'),
    dataOf(api.GET('/api/models/likeness')),
  ]);
  return { common: RUNTIME_BYTES + likeness.bytes, networks: { digits, characters } };
}
