import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Requests come first. Imported before TensorFlow, whose threads inherit it. */
const PRIORITY = 10;

/** Fields of /proc/self/stat behind the name, which may hold blanks: state, parent, group, session (proc(5)). */
const sessionOf = (stat: string): number =>
  Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);

try {
  setPriority(PRIORITY);
  // Linux weighs sessions before it weighs processes (autogroups, see sched(7)): beside servers of another session
  // the priority alone means little. Only where the session is the trainer's own does nobody else pay for it.
  if (sessionOf(readFileSync('/proc/self/stat', 'utf8')) === process.ppid) {
    writeFileSync('/proc/self/autogroup', String(PRIORITY));
  }
} catch {
  // Where it isn't allowed or known, training is merely less modest.
}
