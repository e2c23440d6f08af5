import type { Reason } from '@inkling/store/training';
import { runChild } from './job/run-child.js';

const MEND = 'npm run setup';

/**
 * Tries TensorFlow in a process of its own, since loading a broken library may end the process.
 *
 * @returns what is missing and how to mend it; `undefined` when it works
 */
export async function findTensorflowProblem(
  program: URL,
  signal: AbortSignal,
): Promise<Reason | undefined> {
  const said: string[] = [];
  try {
    await runChild({
      program,
      args: [],
      signal,
      onMessage: () => undefined,
      onLine: (line) => said.push(line),
    });
    return undefined;
  } catch {
    signal.throwIfAborted();
    const because = said.find((line) => line.trim() !== '')?.slice(0, 300);
    return {
      code: 'no_tensorflow',
      detail:
        `TensorFlow can't be loaded, so nothing is trained${because ? ` (${because})` : ''}. ` +
        `This gets it: ${MEND}`,
    };
  }
}
