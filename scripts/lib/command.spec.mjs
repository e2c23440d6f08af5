import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run, runLogged } from './command.mjs';
import { CACHE } from './paths.mjs';

/** @param {string} code */
const node = (code) => ({ file: process.execPath, args: ['-e', code] });

describe('run', () => {
  it('should keep what comes on standard error, and what is to be parsed apart from it', async () => {
    const command = node("console.log('{}'); console.error('a warning');");
    const { code, output, stdout } = await run(command);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{}\n' });
    expect(output.split('\n').sort()).toEqual(['', 'a warning', '{}']);
  });

  it('should also tell what comes on standard error as it comes', async () => {
    let told = '';
    const onError = (/** @type {string} */ text) => {
      told += text;
    };
    const { output } = await run({ ...node("console.error('a warning');"), onError });
    expect({ told, output }).toEqual({ told: 'a warning\n', output: 'a warning\n' });
  });
});

describe('runLogged', () => {
  const name = `command-spec-${process.pid}`;
  const log = path.join(CACHE, 'logs', `${name}.log`);

  it('should show and log why a program failed that says so on standard error', async () => {
    try {
      const failing = node("console.error('npm error: no such version'); process.exit(1);");
      await expect(runLogged(name, failing)).rejects.toThrow('npm error: no such version');
      expect(await readFile(log, 'utf8')).toContain('\nnpm error: no such version\n');
    } finally {
      await rm(log, { force: true });
    }
  });

  it('should recognise a full disk by what comes on standard error', async () => {
    try {
      const failing = node("console.error('npm error ENOSPC'); process.exit(1);");
      await expect(runLogged(name, failing)).rejects.toThrow('The disk is full');
    } finally {
      await rm(log, { force: true });
    }
  });
});
