import { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { ReadPicture } from '../read-options.js';
import { PictureProcess } from '../process/picture-process.js';
import { PictureQueue, type PictureQueueOptions } from './picture-queue.js';

const FRAGILE = new URL('../../../testing/fragile-picture-process.mjs', import.meta.url);
const [FINE, ENDS, HANGS, TAKES_TOO_MUCH, SLOW, KILLED] = [0, 1, 2, 3, 4, 5];

let queue: PictureQueue<ReadPicture>;

type Limits = Omit<PictureQueueOptions<ReadPicture>, 'readers'>;

const start = (options: Limits = {}, onFailure: (reason: string) => void = () => {}): void => {
  const readers = [0, 1].map(() => new PictureProcess({ url: FRAGILE }, onFailure));
  // Far more than these take, whatever else the machine does.
  const limits = { waitLimitMs: 60_000, readLimitMs: 60_000 };
  queue = new PictureQueue({ readers, ...limits, ...options });
};

const read = (what: number, isDear = false) =>
  queue.read({ bytes: Uint8Array.of(what), options: { explain: false, keep: false } }, isDear);

/** The process that read it. */
const readBy = async (what: number, isDear = false): Promise<number> =>
  (await read(what, isDear)).glyph[0]!;

/** What Node.js starts processes with: its `spawn` answers with an error's number as the system does. */
const processHandles = (): { spawn(): number } =>
  Object.getPrototypeOf(
    (new ChildProcess() as unknown as { readonly _handle: object })._handle,
  ) as { spawn(): number };

afterEach(() => queue.close());

describe('PictureQueue', () => {
  it('goes on in a new process after one that ended, took too much or hung', async () => {
    const failures: string[] = [];
    start({ readLimitMs: 1000 }, (reason) => failures.push(reason));
    await expect(read(ENDS)).rejects.toMatchObject({ code: 'unreadable_picture' });
    expect(failures).toEqual(['a picture process ended (1)']);
    await expect(read(TAKES_TOO_MUCH)).rejects.toMatchObject({ code: 'too_large' });
    await expect(read(HANGS)).rejects.toMatchObject({ code: 'busy' });
    expect(await readBy(FINE)).toBeGreaterThan(0);
  });

  it('logs what to do where the system kills a process, and says that the picture needs more memory', async () => {
    const failures: string[] = [];
    start({}, (reason) => failures.push(reason));
    await expect(read(KILLED)).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('more memory than the server has'),
    });
    expect(failures).toEqual([expect.stringMatching(/SIGKILL.*PICTURE_PROCESSES/)]);
    expect(await readBy(FINE)).toBeGreaterThan(0);
  });

  it('refuses as busy while the system has no room for another file, and lives on', async () => {
    start();
    const noRoom = jest.spyOn(processHandles(), 'spawn').mockReturnValue(-constants.errno.EMFILE);
    await expect(read(FINE)).rejects.toMatchObject({ code: 'busy' });
    noRoom.mockRestore();
    expect(await readBy(FINE)).toBeGreaterThan(0);
  });

  it('reads two at a time, one of them dear at most', async () => {
    start();
    const cheap = await Promise.all([readBy(SLOW), readBy(SLOW)]);
    expect(new Set(cheap).size).toBe(2);
    const order: string[] = [];
    const told = async (name: string, reading: Promise<unknown>): Promise<void> => {
      await reading;
      order.push(name);
    };
    // The second dear one came before the cheap one, which needs not wait for it.
    await Promise.all([
      told('dear', read(SLOW, true)),
      told('dear too', read(SLOW, true)),
      told('cheap', read(FINE)),
    ]);
    expect(order).toEqual(['cheap', 'dear', 'dear too']);
  });

  it('refuses at once what would wait for long, with a time to come back', async () => {
    start({ dearLimit: 1, cheapLimit: 2 });
    const reading = [read(SLOW, true), read(SLOW, true), read(SLOW), read(SLOW), read(FINE)];
    const refusal = { code: 'busy', headers: { 'retry-after': '2' } };
    await expect(read(FINE, true)).rejects.toMatchObject(refusal);
    await expect(read(FINE)).rejects.toMatchObject(refusal);
    await Promise.all(reading);
    expect(await readBy(FINE)).toBeGreaterThan(0);
  });

  it('refuses what has waited for too long', async () => {
    start({ waitLimitMs: 100 });
    const reading = [read(SLOW), read(SLOW)];
    await expect(read(FINE)).rejects.toMatchObject({ code: 'busy' });
    await Promise.all(reading);
  });

  it('ends what is read and what waits when it is closed', async () => {
    start();
    const reading = [read(HANGS), read(HANGS), read(FINE)].map((each) => each.catch(() => 'ended'));
    queue.close();
    expect(await Promise.all(reading)).toEqual(['ended', 'ended', 'ended']);
    await expect(read(FINE)).rejects.toThrow('stopping');
  });
});
