import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewApiKey } from '@inkling/contract';
import { bundled } from '@inkling/store/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import { canvasPicture } from '../../testing/canvas-picture.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { listCalls, withCalls } from './list-calls.js';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const run = promisify(execFile);

const OWNER = { email: 'owner@example.org', password: 'correct horse battery' };

/** So that a status of 400 or more fails. */
const FAILING = 'curl() { command curl --fail-with-body "$@"; }';

let app: TestApp;
let page: string;
/** Beside the packages, so that examples find them. */
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  app = await TestApp.start({ ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password });
  await app.nest.listen(0, '127.0.0.1');
  page = await readFile(path.join(ROOT, 'docs/api.md'), 'utf8');
  await mkdir(path.join(ROOT, '.cache'), { recursive: true });
  folder = await mkdtemp(path.join(ROOT, '.cache', 'api-examples-'));
  await writeFile(path.join(folder, 'digit.png'), canvasPicture(inkOf('7').strokes));
  const admin = await app.admin();
  const { body } = await admin.call<NewApiKey>('POST', '/api/keys', { name: 'examples' });
  env = {
    PATH: process.env['PATH'],
    INKLING: await app.nest.getUrl(),
    KEY: body.key,
    EMAIL: OWNER.email,
    PASSWORD: OWNER.password,
  };
});

afterAll(async () => {
  await app.end();
  await rm(folder, { recursive: true });
});

const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code]) => code!,
  );

describe('the examples of docs/api.md', () => {
  it('work in a shell', async () => {
    const all = blocks('sh');
    // One alone is to be filled in.
    const examples = all.filter((code) => !code.includes('…'));
    expect(examples.length).toBe(all.length - 1);
    expect(examples.length).toBeGreaterThan(7);
    for (const code of examples) {
      const script = `${FAILING}\n${code}`;
      const { stdout } = await run('bash', ['-euc', script], { cwd: folder, env });
      expect(stdout).toMatch(/^(\{|id:|retry:)/);
    }
  }, 180_000);

  it('are right in their types, and work in TypeScript', async () => {
    const [creation, ...examples] = blocks('ts');
    expect(examples.length).toBeGreaterThan(6);
    const files: string[] = [];
    for (const [at, code] of examples.entries()) {
      const file = path.join(folder, `example-${at}.ts`);
      // Imports come first, wherever an example has them.
      await writeFile(file, `${creation}\n${code}`);
      files.push(file);
    }
    await checkTypes();
    for (const file of files) {
      const program = fileURLToPath(bundled(pathToFileURL(file)));
      await run(process.execPath, [program], { cwd: folder, env });
      await rm(program);
      await rm(`${program}.json`);
    }
  }, 240_000);
});

/** As a user's program is checked, against the types that the build made of the OpenAPI document. */
async function checkTypes(): Promise<void> {
  const settings = {
    extends: path.join(ROOT, 'tsconfig.check.json'),
    include: ['*.ts'],
    exclude: [],
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const found = await run(process.execPath, [compiler, '-p', folder]).catch(
    (error: { stdout: string }) => error,
  );
  expect(found.stdout).toBe('');
}

describe('the list of calls in docs/api.md', () => {
  it('is that of this server: npm run docs:api writes it anew', async () => {
    const { body } = await app.visitor().call<OpenAPIObject>('GET', '/api/docs-json');
    expect(withCalls(page, listCalls(body))).toBe(page);
  });

  it('is written between two marks', () => {
    expect(withCalls('a <!-- calls --> b <!-- /calls --> c', 'x\n')).toBe(
      'a <!-- calls -->\n\nx\n\n<!-- /calls --> c',
    );
    expect(() => withCalls('a', 'x')).toThrow('<!-- calls -->');
  });
});
