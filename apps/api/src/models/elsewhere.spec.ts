import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { halfPrecision } from '@inkling/recognizer';
import type { Model } from '@inkling/contract';
import { greyPng } from '../common/png.js';
import { mnist } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';

const DOCS = new URL('../../../../docs/elsewhere.md', import.meta.url);

/** One that has onnxruntime, numpy and pillow. */
const PYTHON = process.env['PYTHON'] ?? 'python3';

let app: TestApp;
let digits: Model;

beforeAll(async () => {
  app = await TestApp.start();
  const { body } = await app
    .visitor()
    .call<{ items: Model[] }>('GET', '/api/models?network=digits');
  digits = body.items[0]!;
});

afterAll(async () => {
  await app.end();
});

const fileOf = (query: string) =>
  app.nest.inject({ method: 'GET', url: `/api/models/${digits.id}/onnx${query}` });

describe('GET /api/models/:id/onnx?precision=float16', () => {
  it('is the file in half as many bytes', async () => {
    const [whole, half] = [await fileOf('?precision=float32'), await fileOf('?precision=float16')];
    expect(whole.rawPayload).toHaveLength(digits.bytes);
    expect(half.statusCode).toBe(200);
    expect(half.rawPayload.length).toBeLessThan(digits.bytes * 0.52);
    expect(half.rawPayload.equals(halfPrecision(whole.rawPayload))).toBe(true);
    expect(half.headers['content-disposition']).toBe(
      `attachment; filename="inkling-digits-${digits.version}-float16.onnx"`,
    );
    expect((await fileOf('?precision=float16')).rawPayload.equals(half.rawPayload)).toBe(true);
  });

  it('knows no other precision', async () => {
    expect((await fileOf('?precision=int4')).statusCode).toBe(422);
  });

  it('reads digits in Python, as docs/elsewhere.md has it', async () => {
    if (spawnSync(PYTHON, ['-c', 'import onnxruntime, numpy, PIL']).status !== 0) {
      console.warn(`${PYTHON} has no onnxruntime, numpy and pillow: the example was not tried.`);
      return;
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'inkling-elsewhere-'));
    try {
      const [, code] = /\n```python\n([^]*?)\n```\n/.exec(await readFile(DOCS, 'utf8'))!;
      const at = (name: string): string => path.join(folder, name);
      await writeFile(at('read.py'), code!);
      await writeFile(at('model.onnx'), (await fileOf('?precision=float16')).rawPayload);
      const card = await app.visitor().call('GET', `/api/models/${digits.id}`);
      await writeFile(at('card.json'), JSON.stringify(card.body));
      const samples = mnist.slice(0, 20);
      for (const [index, { pixels }] of samples.entries()) {
        await writeFile(at(`${index}.png`), darkOnLight(Buffer.from(pixels, 'base64')));
      }
      const pictures = samples.map((_, index) => at(`${index}.png`));
      const ran = spawnSync(
        PYTHON,
        [at('read.py'), at('model.onnx'), at('card.json'), ...pictures],
        { encoding: 'utf8' },
      );
      expect(ran.stderr).toBe('');
      const read = ran.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[1]);
      const right = samples.filter(({ label }, index) => read[index] === label);
      expect(right.length).toBeGreaterThanOrEqual(19);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

/** A digit of MNIST on a larger sheet of paper. */
function darkOnLight(pixels: Uint8Array): Uint8Array {
  const side = 28 * 4;
  const grey = Uint8Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side / 4), Math.floor((at % side) / 4)];
    return 255 - pixels[row * 28 + column]!;
  });
  return greyPng(grey, side, side);
}
