import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { LanguageFile } from '@inkling/contract';
import { LanguageModel } from '@inkling/recognizer';
import { TestApp } from '../testing/test-app.js';

let app: TestApp;

afterEach(() => app.end());

describe('GET /api/models/language', () => {
  it('gives anyone its hash and its file', async () => {
    app = await TestApp.start();
    const { status, body } = await app.visitor().call<LanguageFile>('GET', '/api/models/language');
    expect(status).toBe(200);
    const url = '/api/models/language/file';
    const file = await app.nest.inject({ method: 'GET', url });
    expect(file.headers['etag']).toBe(`"${body.sha256}"`);
    expect(file.rawPayload).toHaveLength(body.bytes);
    expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(body.sha256);
    expect(() => LanguageModel.parse(gunzipSync(file.rawPayload))).not.toThrow();
  });
});
