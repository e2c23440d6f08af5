import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import ts from 'typescript';
import { post } from './delivery/post.js';
import { newSecret } from './delivery/secret.js';
import { signedHeaders } from './delivery/signed-headers.js';

const DOCS = new URL('../../../../docs/webhooks.md', import.meta.url);

/** Receivers as docs/webhooks.md has them, by the name of their language. */
const LANGUAGES = [
  {
    name: 'ts',
    file: 'receiver.mjs',
    command: process.execPath,
    toRun: (code: string) =>
      ts.transpile(code, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }),
  },
  { name: 'python', file: 'receiver.py', command: 'python3', toRun: (code: string) => code },
];

let folder: string;
let docs: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-webhooks-'));
  docs = await readFile(DOCS, 'utf8');
});

afterEach(() => {
  child?.kill('SIGKILL');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

it.each(LANGUAGES)(
  'the receiver in $name takes what we sign, and nothing else',
  async ({ name, file, command, toRun }) => {
    if (spawnSync(command, ['--version']).error) {
      console.warn(`${command} is not at hand: the example in ${name} was not tried.`);
      return;
    }
    const [, code] = new RegExp(`\n\`\`\`${name}\n([^]*?)\n\`\`\`\n`).exec(docs)!;
    await writeFile(path.join(folder, file), toRun(code!));
    const secret = newSecret();
    const port = await freePort();
    child = spawn(command, [path.join(folder, file)], {
      env: { ...process.env, INKLING_WEBHOOK_SECRET: secret, PORT: String(port) },
    });
    let output = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }

    const body = JSON.stringify({ type: 'ping', timestamp: '', data: { label: 'ä' } });
    const send = async (given: {
      timestampS?: number;
      secrets?: readonly string[];
      sent?: string;
    }): Promise<number | null> => {
      const { timestampS = Math.floor(Date.now() / 1000), secrets = [secret], sent = body } = given;
      const headers = signedHeaders({ id: 'one', timestampS, body }, secrets);
      const url = `http://127.0.0.1:${port}/`;
      const { statusCode } = await post({ url, headers, body: sent, allowsPrivate: true });
      return statusCode;
    };
    while ((await send({})) === null) await wait(100);
    expect(await send({})).toBe(204);
    expect(await send({ secrets: [newSecret(), secret] })).toBe(204);
    expect(await send({ secrets: [newSecret()] })).toBe(401);
    expect(await send({ sent: body.replace('ä', 'a') })).toBe(401);
    expect(await send({ timestampS: Math.floor(Date.now() / 1000) - 600 })).toBe(401);
    expect(output).toMatch(/ping .*label/);
  },
  60_000,
);
