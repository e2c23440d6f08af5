import { createHash } from 'node:crypto';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PenModel } from '@inkling/contract';
import { CHARACTER_LABELS } from '@inkling/recognizer';
import { inkOf } from '../testing/fixtures.js';
import { modelsFolder } from '../testing/models-folder.js';
import { MODELS_DIR, TestApp } from '../testing/test-app.js';

let app: TestApp;

afterEach(() => app.end());

describe('GET /api/models/pen', () => {
  it('gives anyone its card and its file', async () => {
    app = await TestApp.start();
    const { status, body } = await app.visitor().call<PenModel>('GET', '/api/models/pen');
    expect(status).toBe(200);
    expect(body.card.labels).toEqual([...CHARACTER_LABELS]);
    expect(Object.keys(body.card.weights)).toEqual(['digits', 'characters']);
    const url = '/api/models/pen/onnx';
    const file = await app.nest.inject({ method: 'GET', url });
    expect(file.headers['etag']).toBe(`"${body.sha256}"`);
    expect(file.rawPayload).toHaveLength(body.bytes);
    expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(body.sha256);
  });

  it('says that there is none, and reads glyphs alone, where the file is not the one of its card', async () => {
    const folder = await modelsFolder('digits', 'characters');
    await mkdir(path.join(folder, 'pen'));
    await copyFile(path.join(MODELS_DIR, 'pen/card.json'), path.join(folder, 'pen/card.json'));
    await writeFile(path.join(folder, 'pen/model.onnx'), 'another file');
    try {
      app = await TestApp.start({ MODELS_DIR: folder });
      const visitor = app.visitor();
      expect((await visitor.problem('GET', '/api/models/pen')).status).toBe(404);
      const { strokes } = inkOf('f', 1);
      const backwards = strokes.map((stroke) => [...stroke].reverse());
      const [drawn, other] = await Promise.all(
        [strokes, backwards].map((ink) =>
          visitor.predict({ task: 'characters', ink: { strokes: ink } }),
        ),
      );
      expect(other!.body.probability).toBeCloseTo(drawn!.body.probability, 6);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
