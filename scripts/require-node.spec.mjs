import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inRoot } from './lib/paths.mjs';

const file = inRoot('scripts', 'require-node.cjs');
const wanted = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** What the check does in a Node that says it has this version. */
const inNode = (/** @type {string} */ version) => {
  const code =
    `Object.defineProperty(process.versions, 'node', { value: '${version}' });` +
    `require(${JSON.stringify(file)});`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  return { status, stderr };
};

describe('require-node', () => {
  it.each(['12.22.12', '18.20.4', '20.9.0', '20.18.3'])('should refuse Node %s', (version) => {
    const { status, stderr } = inNode(version);
    expect(status).toBe(1);
    expect(stderr).toContain(`needs Node.js 20.19 or newer, this is ${version}`);
  });

  it.each(['20.19.0', '22.1.0', '100.0.0'])('should accept Node %s', (version) => {
    expect(inNode(version)).toEqual({ status: 0, stderr: '' });
  });

  it('should ask for what package.json asks for, before each script that people start', () => {
    expect(wanted.engines.node).toBe('>=20.19.0');
    for (const name of ['start', 'test', 'setup', 'build']) {
      expect(wanted.scripts[name]).toMatch(/^node --require \.\/scripts\/require-node\.cjs /);
    }
  });
});
