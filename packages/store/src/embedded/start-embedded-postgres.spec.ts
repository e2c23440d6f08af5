import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.js';

let dataDir: string;
const running: EmbeddedPostgres[] = [];

const start = async (): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataDir });
  running.push(server);
  return server;
};

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'postgres-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await rm(dataDir, { recursive: true });
});

describe('startEmbeddedPostgres', () => {
  it('should keep data, password and port from start to start', async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE word (text text); INSERT INTO word VALUES ('ink')");
    await first.stop();
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT text FROM word')).toEqual([{ text: 'ink' }]);
  });

  it('should be durable, shut to other machines and to callers without the password', async () => {
    const server = await start();
    const settings = await query(
      server.url,
      `SELECT name, setting FROM pg_settings WHERE name IN
       ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') ORDER BY name`,
    );
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
    const withoutPassword = new URL(server.url);
    withoutPassword.password = 'wrong';
    await expect(query(withoutPassword.toString(), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
    expect((await stat(path.join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
    const left = await readdir(dataDir);
    expect(left.sort()).toEqual(['postgres', 'postgres.json', 'postgres.log']);
  });

  it('should take another port when its own is taken', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    try {
      const second = await start();
      expect(second.port).not.toBe(first.port);
      expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      squatter.close();
    }
  });

  it('should stop the server of a killed start and keep what was committed', async () => {
    const orphan = await start();
    await query(orphan.url, "CREATE TABLE word (text text); INSERT INTO word VALUES ('ink')");
    const second = await start();
    await orphan.exited;
    expect(second.pid).not.toBe(orphan.pid);
    expect(await query(second.url, 'SELECT text FROM word')).toEqual([{ text: 'ink' }]);
  });

  it('should recover from kill -9 of the server, though another process has its number', async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE word (text text); INSERT INTO word VALUES ('ink')");
    const pidFile = path.join(dataDir, 'postgres', 'postmaster.pid');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      const lines = (await readFile(pidFile, 'utf8')).split('\n');
      await writeFile(pidFile, [other.pid, ...lines.slice(1)].join('\n'));
      const second = await start();
      expect(await query(second.url, 'SELECT text FROM word')).toEqual([{ text: 'ink' }]);
      expect(other.exitCode).toBeNull();
      expect(other.signalCode).toBeNull();
    } finally {
      other.kill();
    }
  });

  it('should clear away what a start left that was killed while it made the database', async () => {
    await mkdir(path.join(dataDir, 'postgres.new.1', 'cluster'), { recursive: true });
    const server = await start();
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await readdir(dataDir)).not.toContain('postgres.new.1');
  });

  it('should refuse the data of a newer Postgres without touching them', async () => {
    await (await start()).stop();
    const versionFile = path.join(dataDir, 'postgres', 'PG_VERSION');
    await writeFile(versionFile, '99\n');
    await expect(start()).rejects.toMatchObject({
      code: 'newer-data',
      message: expect.stringContaining('newer version of Inkling'),
    });
    expect(await readFile(versionFile, 'utf8')).toBe('99\n');
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  asRoot('should open a backup that was copied back as root, without its owners', async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE word (text text); INSERT INTO word VALUES ('ink')");
    await first.stop();
    const backup = await mkdtemp(path.join(os.tmpdir(), 'postgres-backup-'));
    await cp(dataDir, backup, { recursive: true });
    await rm(dataDir, { recursive: true });
    await cp(backup, dataDir, { recursive: true });
    await rm(backup, { recursive: true });
    expect((await stat(path.join(dataDir, 'postgres'))).uid).toBe(0);
    const second = await start();
    expect(await query(second.url, 'SELECT text FROM word')).toEqual([{ text: 'ink' }]);
  });

  it('should say that the password is missing rather than make a new database', async () => {
    await (await start()).stop();
    await rm(path.join(dataDir, 'postgres.json'));
    await expect(start()).rejects.toMatchObject({ code: 'damaged-data' });
  });
});
