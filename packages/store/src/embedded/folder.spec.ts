import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mayPass, prepareDataFolder, requirePassable, wayTo } from './folder.js';

const POSTGRES = { uid: 70, gid: 71 };

describe('mayPass', () => {
  it.each([
    ['owner with the right', { mode: 0o100, uid: 70, gid: 0 }, true],
    ['owner without it, though others have it', { mode: 0o011, uid: 70, gid: 0 }, false],
    ['group with the right', { mode: 0o710, uid: 0, gid: 71 }, true],
    ['group without it, though others have it', { mode: 0o701, uid: 0, gid: 71 }, false],
    ['others with the right', { mode: 0o701, uid: 0, gid: 0 }, true],
    ['others without it', { mode: 0o770, uid: 0, gid: 0 }, false],
  ])('should decide for the %s', (_who, folder, expected) => {
    expect(mayPass(folder, POSTGRES)).toBe(expected);
  });
});

describe('wayTo', () => {
  it('should list a folder after all its parents', () => {
    expect(wayTo('/srv/inkling/data')).toEqual(['/', '/srv', '/srv/inkling', '/srv/inkling/data']);
  });
});

describe('a data folder', () => {
  let home: string;
  // Nobody's numbers: neither owner nor group of anything here.
  const stranger = { uid: 65_533, gid: 65_533 };

  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'folder-'));
    await chmod(home, 0o711);
  });
  afterEach(() => rm(home, { recursive: true }));

  it('should be made and opened to others for passing only', async () => {
    const data = path.join(home, 'data');
    await mkdir(data, { mode: 0o700 });
    await prepareDataFolder(data, stranger);
    expect((await stat(data)).mode & 0o777).toBe(0o701);
  });

  it('should not be opened when nobody else needs it', async () => {
    const data = path.join(home, 'data');
    await mkdir(data, { mode: 0o700 });
    await prepareDataFolder(data);
    expect((await stat(data)).mode & 0o777).toBe(0o700);
  });

  it('should have the closed folder above it named, and left alone', async () => {
    const closed = path.join(home, 'closed');
    const data = path.join(closed, 'data');
    await mkdir(data, { recursive: true });
    await chmod(closed, 0o700);
    await expect(requirePassable(data, stranger)).rejects.toMatchObject({
      code: 'folder-closed',
      message: expect.stringContaining(`The folder ${closed} is closed`),
    });
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
  });

  it('should have a file in its place named', async () => {
    const data = path.join(home, 'file', 'data');
    await writeFile(path.join(home, 'file'), '');
    await expect(prepareDataFolder(data, stranger)).rejects.toMatchObject({ code: 'damaged-data' });
  });
});
