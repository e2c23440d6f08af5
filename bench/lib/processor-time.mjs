import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second. */
const MS_A_TICK = 10;

/** Time on a processor that a process has had, with all its threads, in ms (utime + stime of Linux). */
async function processorMs(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // What stands before the last bracket is the name, which may have blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? 0 : (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
}

/** A process and all that it started, as far as it lives. */
async function familyOf(pid) {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const children = await Promise.all(
    threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
    ),
  );
  const pids = children.join(' ').trim().split(/\s+/).filter(Boolean).map(Number);
  const families = await Promise.all(pids.map(familyOf));
  return [pid, ...families.flat()];
}

/** That of a process and of all that it started and that lives. */
export async function familyProcessorMs(pid) {
  const times = await Promise.all((await familyOf(pid)).map(processorMs));
  return times.reduce((sum, time) => sum + time, 0);
}
