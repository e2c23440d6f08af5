import { describe } from '@jest/globals';

/**
 * libtensorflow is optional: it can't be had on every machine. Tests that need it are skipped there,
 * and say why instead of passing in silence.
 */
async function missingTensorflow(): Promise<string | undefined> {
  try {
    await import('../../tensorflow.js');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0]! : String(error);
  }
}

const missing = await missingTensorflow();

/** `describe`, or skipped with the reason where libtensorflow is not installed. */
export function describeWithTensorflow(name: string, tests: () => void): void {
  if (missing === undefined) return void describe(name, tests);
  const reason = `libtensorflow is not installed ("npm run setup" installs it): ${missing}`;
  console.warn(`Skipped: ${name}. ${reason}`);
  describe.skip(`${name} [${reason}]`, tests);
}
