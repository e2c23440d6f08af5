import { setTimeout as wait } from 'node:timers/promises';
import { timeOfId } from '@inkling/contract';

/** After its answer; another replica may take as long to write a prediction or a line. */
const RECORDED_WITHIN_MS = 400;
const LOOK_EVERY_MS = 40;

/**
 * Looks for something of a prediction or a line, and for one that another replica has just answered until it is
 * written there.
 */
export async function onceRecorded<T>(
  id: string,
  find: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const age = Date.now() - timeOfId(id);
  // Ids are made up as well, of any time.
  const isNew = Math.abs(age) < RECORDED_WITHIN_MS;
  for (let looks = isNew ? RECORDED_WITHIN_MS / LOOK_EVERY_MS : 0; ; looks--) {
    const found = await find();
    if (found !== undefined || looks <= 0) return found;
    await wait(LOOK_EVERY_MS);
  }
}
