import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PenModel } from '@inkling/contract';
import { CHARACTER_LABELS } from '@inkling/recognizer';
import { TestApp } from '../testing/test-app.js';

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
});
