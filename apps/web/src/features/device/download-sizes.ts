import type { TrainedNetwork } from '@inkling/recognizer';
import { api, dataOf } from '../../shared/api/client';
import { RUNTIME_BYTES } from './device-words';

/** In bytes, as they are sent. */
export interface DownloadSizes {
  /** What runs the networks, and those that help them. */
  readonly common: number;
  readonly networks: Readonly<Record<TrainedNetwork, number>>;
}

/** What would be downloaded now. */
export async function downloadSizes(): Promise<DownloadSizes> {
  const bytesOf = async (network: TrainedNetwork): Promise<number> => {
    const query = { network, limit: 100 };
    const { items } = await dataOf(api.GET('/api/models', { params: { query } }));
    return items.find(({ status }) => status === 'champion')?.bytes ?? 0;
  };
  const [digits, characters, lines, likeness, pen, language] = await Promise.all([
    bytesOf('digits'),
    bytesOf('characters'),
    bytesOf('lines'),
    // A server may run without any of these.
    dataOf(api.GET('/api/models/likeness')).catch(() => null),
    dataOf(api.GET('/api/models/pen')).catch(() => null),
    dataOf(api.GET('/api/models/language')).catch(() => null),
  ]);
  return {
    common: RUNTIME_BYTES + (likeness?.bytes ?? 0) + (pen?.bytes ?? 0),
    networks: { digits, characters, lines: lines + (language?.bytes ?? 0) },
  };
}
