import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { STEPS } from './build.mjs';
import { inRoot } from './paths.mjs';

/** @param {string} workspace @returns {Promise<string[]>} names of our packages */
const importedBy = async (workspace) => {
  const { dependencies } = JSON.parse(await readFile(inRoot(workspace, 'package.json'), 'utf8'));
  const ours = Object.keys(dependencies).filter((name) => name.startsWith('@inkling/'));
  return ours.map((name) => name.slice('@inkling/'.length));
};

describe('STEPS', () => {
  it('should build the web app anew when a package that it imports changes', async () => {
    const imported = await importedBy('apps/web');
    expect(imported).toContain('client');
    for (const name of imported) {
      expect(STEPS.web.inputs).toContain(`packages/${name}/src`);
      expect(STEPS.web.inputs).toContain(`packages/${name}/package.json`);
    }
  });
});
