import { writeFile } from 'node:fs/promises';

/** Weighs a tenth of other sessions: with less, a photo would take for ever on a machine that is busy with other things. */
const ORDINARY = 10;

/** Weighs a thirtieth. */
const AFTER_MUCH_WORK = 15;

/** Of a processor's time, taken for ever, makes nothing more. */
const FREE_SHARE = 0.4;

/** Work beyond it, in seconds of a processor: when it is much, when it is forgotten, and the most that is remembered. */
const MUCH_S = 1;
const FORGOTTEN_S = 0.2;
const MOST_S = 4;

/**
 * How far a session stands back behind others: further after much work in a short time, as when somebody sends
 * one large picture after another. Who gets little of the processor soon doesn't any more.
 */
export class Modesty {
  niceness = ORDINARY;
  private workS = 0;

  /** @param usedS time of a processor taken in the last `elapsedS` seconds */
  note(usedS: number, elapsedS: number): void {
    this.workS = Math.min(MOST_S, Math.max(0, this.workS + usedS - FREE_SHARE * elapsedS));
    if (this.workS > MUCH_S) this.niceness = AFTER_MUCH_WORK;
    else if (this.workS < FORGOTTEN_S) this.niceness = ORDINARY;
  }
}

/**
 * Lets other sessions go first. Linux weighs sessions before it weighs processes (autogroups, see sched(7)), so that a
 * lower priority means nothing beside a server in another session. Only for a process that leads a session of its own.
 *
 * @returns whether it is done for good: Linux refuses ordinary users a second wish within a tenth of a second
 */
export const letSessionStandBack = (niceness: number): Promise<boolean> =>
  writeFile('/proc/self/autogroup', String(niceness)).then(
    () => true,
    // Where a system knows no such wish, or forbids it, nothing changes.
    (error: NodeJS.ErrnoException) => error.code !== 'EAGAIN',
  );
