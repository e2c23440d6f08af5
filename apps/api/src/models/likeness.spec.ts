import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { LikenessModel } from '@inkling/contract';
import { TestApp } from '../testing/test-app.js';

let app: TestApp;

afterEach(() => app.end());

describe('GET /api/models/likeness', () => {
  it('gives anyone its card and its file', async () => {
    app = await TestApp.start();
    const { status, body } = await app.visitor().call<LikenessModel>('GET', '/api/models/likeness');
    expect(status).toBe(200);
    expect(body.card.kinds).toEqual(['digit', 'letter', 'several']);
    const url = '/api/models/likeness/onnx';
    const file = await app.nest.inject({ method: 'GET', url });
    expect(file.headers['etag']).toBe(`"${body.sha256}"`);
    expect(file.rawPayload).toHaveLength(body.bytes);
    expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(body.sha256);
  });
});
