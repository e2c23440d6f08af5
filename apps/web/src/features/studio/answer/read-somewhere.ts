import { ServerAway } from '../../../shared/api/errors';
import type { useServerStore } from '../../../shared/api/server-store';
import type { Sheet } from '../sheet/sheet';
import type { useDevice } from './useDevice';

interface Readers<Read> {
  readonly server: Pick<ReturnType<typeof useServerStore>, 'away' | 'unsaved' | 'reportAway'>;
  readonly device: Pick<ReturnType<typeof useDevice>, 'may' | 'isAlways'>;
  /** On this device. @param onlyKept nothing is downloaded for it */
  readonly here: (onlyKept: boolean) => Promise<Read>;
  /** By the server. */
  readonly there: () => Promise<Read>;
}

/** Reads by the server, or on this device: always, or where the server is away and this device can. */
export async function readSomewhere<Read>(
  sheet: Sheet,
  { server, device, here, there }: Readers<Read>,
): Promise<Read> {
  if (device.isAlways(sheet)) return here(false);
  const mayBeHere = device.may(sheet);
  // One that can only keep nothing reads as ever.
  const isAway = server.away && !server.unsaved;
  const known = isAway && mayBeHere ? await here(true).catch(() => null) : null;
  if (known) return known;
  try {
    return await there();
  } catch (error) {
    if (!(error instanceof ServerAway) || !mayBeHere) throw error;
    const read = await here(true).catch(() => {
      throw error;
    });
    server.reportAway(error);
    return read;
  }
}
