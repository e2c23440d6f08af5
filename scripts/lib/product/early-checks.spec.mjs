import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimDataFolder, requireUsableDataFolder } from './data-folder.mjs';
import { requireLikelyPort } from './port.mjs';

/** @type {string} */
let folder;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-early-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('requireUsableDataFolder', () => {
  it('should make a folder that is missing and leave nothing in it', async () => {
    const dataDir = path.join(folder, 'deep', 'data');
    await requireUsableDataFolder(dataDir);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('should name what is no folder', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    await expect(requireUsableDataFolder(file)).rejects.toThrow(`${file} is not a folder`);
    const below = path.join(file, 'data');
    await expect(requireUsableDataFolder(below)).rejects.toThrow(`${below} is not a folder`);
  });

  it('should name one that the system does not let anybody make', async () => {
    const dataDir = '/proc/inkling/data';
    await expect(requireUsableDataFolder(dataDir)).rejects.toThrow(
      `The data folder ${dataDir} cannot be written`,
    );
  });

  it('should name the process that has it, until that lets go', async () => {
    const lock = await claimDataFolder(folder);
    await lock.note('http://127.0.0.1:3000');
    await expect(requireUsableDataFolder(folder)).rejects.toThrow(
      `already runs with the data folder ${folder} at http://127.0.0.1:3000 (process ${process.pid})`,
    );
    lock.release();
    await requireUsableDataFolder(folder);
  });
});

describe('requireLikelyPort', () => {
  it('should name a taken port, and pass a free one', async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const port = String(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
    try {
      await expect(requireLikelyPort(port, undefined)).rejects.toThrow(
        `Port ${port} on 127.0.0.1 is taken`,
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    await requireLikelyPort(port, undefined);
  });

  it('should name an address that is not this machine’s', async () => {
    await expect(requireLikelyPort('0', '203.0.113.1')).rejects.toThrow('no address 203.0.113.1');
  });

  it.each(['eighty', '-1', '65536', '80.5'])('should leave "%s" to the schema', async (port) => {
    await expect(requireLikelyPort(port, undefined)).resolves.toBeUndefined();
  });
});
