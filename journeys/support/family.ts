import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

interface Running {
  readonly pid: number;
  readonly parent: number;
}

/**
 * What /proc says of a process; one that has ended and is only waited for counts as gone, once the last of
 * its threads is: until then it holds its port.
 */
async function look(pid: number): Promise<Running | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name, in brackets, may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent] = fields;
  if (state === undefined || parent === undefined) return undefined;
  const hasEnded = /[ZX]/.test(state) && Number(fields[17] ?? 0) <= 1;
  return hasEnded ? undefined : { pid, parent: Number(parent) };
}

/** Whether it runs; one that has ended and is only waited for does not. Linux only. */
export const isAlive = async (pid: number): Promise<boolean> => (await look(pid)) !== undefined;

/** A process and all that it and its children have started, parents first. Linux only. */
export async function familyOf(pid: number): Promise<number[]> {
  const names = await readdir('/proc');
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .map(look),
  );
  const running = found.filter((one) => one !== undefined);
  const family = [pid];
  // Grows while it is walked through: children of children come in turn.
  for (const member of family) {
    family.push(...running.filter(({ parent }) => parent === member).map((child) => child.pid));
  }
  return family;
}

/** `kill -9` for all of them in the same moment, as a machine that loses power would do it. */
export function killAll(family: readonly number[]): void {
  for (const pid of family) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself, or with its parent.
    }
  }
}

/** Resolves when none of them runs any more. */
export async function allGone(family: readonly number[]): Promise<void> {
  while ((await Promise.all(family.map(look))).some((one) => one !== undefined)) await wait(20);
}
