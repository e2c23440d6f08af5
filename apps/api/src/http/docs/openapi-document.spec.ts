import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TRANSFER_FORMATS } from '@inkling/contract';
import { controllerRoutes } from '../../testing/controller-routes.js';
import { TestApp } from '../../testing/test-app.js';

type Json = Record<string, unknown>;
interface Operation {
  readonly operationId?: string;
  readonly requestBody?: { readonly content: Json };
  readonly responses: Record<string, { readonly content?: Json }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Json };
}

let app: TestApp;
let document: Document;

beforeAll(async () => {
  app = await TestApp.start();
  document = (await app.visitor().call<Document>('GET', '/api/docs-json')).body;
});

afterAll(async () => {
  await app.end();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  it('names every call of this server', () => {
    expect(document.openapi).toBe('3.1.0');
    const names = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    const calls = controllerRoutes(app.nest)
      .filter(({ url }) => url !== '/metrics')
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
    expect(names.sort()).toEqual(calls.sort());
    expect(names).toContain('POST /api/models/{id}/promote');
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(undefined);
  });

  it('describes answers and problems, with references that lead somewhere', () => {
    for (const { path, operation } of operations()) {
      const statuses = Object.keys(operation.responses);
      expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
      if (path.startsWith('/api/health')) continue;
      expect(statuses).toContain('429');
      const { content } = operation.responses['429']!;
      expect(content).toHaveProperty(['application/problem+json']);
    }
    const references = JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/([^"]+)"/g,
    );
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!);
  });

  it('has bounds as OpenAPI 3.1 takes them: numbers, exclusive ones too', () => {
    const text = JSON.stringify(document);
    expect(text).toContain('"exclusiveMinimum":0');
    expect(text).not.toMatch(/"exclusive(Minimum|Maximum)":(true|false)/);
    expect(text).not.toContain('"nullable":');
  });

  it('names the media types that exports have', async () => {
    const named = Object.keys(document.paths['/api/exports']!['get']!.responses['200']!.content!);
    const reviewer = await app.user('reviewer');
    const sent = new Set<string>();
    for (const format of TRANSFER_FORMATS) {
      const { status, headers } = await reviewer.call('GET', `/api/exports?format=${format}`);
      expect(status).toBe(200);
      sent.add(String(headers['content-type']).split(';')[0]!);
    }
    expect([...sent].sort()).toEqual(named.sort());
  });

  it('describes predictions as JSON and as a form', () => {
    const { content } = document.paths['/api/predictions']!['post']!.requestBody!;
    expect(Object.keys(content)).toEqual(['application/json', 'multipart/form-data']);
    expect(JSON.stringify(content['multipart/form-data'])).toContain('"binary"');
  });

  it('is shown without a request to another host', async () => {
    const page = await app.visitor().call<string>('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(String(page.headers['content-security-policy'])).toContain("script-src 'self'");
    // Scripts in the page itself would be stopped.
    expect(page.body).not.toMatch(/<script>(?!\s*<\/script>)/);
    const script = await app.visitor().call<string>('GET', '/api/docs/swagger-ui-bundle.js');
    expect(script.status).toBe(200);
  });
});
