import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';

const moduleOf = (/** @type {string} */ name) => new URL(`./${name}.mjs`, import.meta.url).href;

/** A script with two commands: one that runs until it is ended, and one to be begun afterwards. */
const HEAD = `
import { run } from '${moduleOf('command')}';
import { runScript } from '${moduleOf('run-script')}';
const say = (line) => process.stdout.write(line + '\\n');
const endless = () => run({
  file: process.execPath,
  args: ['-e', 'console.error("begun"); setInterval(() => undefined, 1000)'],
  onError: () => say('begun'),
});
const next = () => run({ file: process.execPath, args: ['-e', ''] });
`;

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
afterEach(() => child?.kill('SIGKILL'));

/** @param {string} work */
const startScript = (work) => {
  const { npm_lifecycle_event: _, ...env } = process.env;
  const started = spawn(process.execPath, ['--input-type=module', '-e', HEAD + work], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return {
    kill: (/** @type {NodeJS.Signals} */ signal) => started.kill(signal),
    next: async () => (await lines.next()).value,
    closed: once(started, 'close'),
  };
};

describe('runScript', () => {
  it.each(/** @type {const} */ (['SIGINT', 'SIGTERM']))(
    'should begin no further command after %s',
    async (signal) => {
      const script = startScript(`
await runScript(async () => {
  await endless().then(() => say('judged'), ({ name }) => say(name));
  await next().then(() => say('run'), ({ name }) => say(name));
  await next();
});`);
      expect(await script.next()).toBe('begun');
      script.kill(signal);
      expect(await script.next()).toBe('AbortError');
      expect(await script.next()).toBe('AbortError');
      expect(await script.next()).toBe('Stopped.');
      expect(await script.closed).toEqual([1, null]);
    },
  );

  it('should exit at a second Ctrl-C, but not at one that npm only hands on', async () => {
    const script = startScript(`
let nowMs = 0;
performance.now = () => nowMs;
const timer = setInterval(() => undefined, 1000);
await runScript(async (signal) => {
  process.on('SIGINT', () => { say('seen at ' + nowMs); nowMs += 999; });
  say('ready');
  await new Promise(() => undefined);
});`);
    expect(await script.next()).toBe('ready');
    script.kill('SIGINT');
    expect(await script.next()).toBe('seen at 0');
    script.kill('SIGINT');
    expect(await script.next()).toBe('seen at 999');
    script.kill('SIGINT');
    expect(await script.closed).toEqual([130, null]);
  });
});
