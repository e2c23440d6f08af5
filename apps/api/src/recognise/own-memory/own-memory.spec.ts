import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemoryItem } from '@inkling/contract';
import { GLYPH_PIXELS } from '@inkling/ink';
import { ReviewDesk, said } from '../../learn/review/testing/review-desk.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(() => app.end());

interface Page {
  readonly items: MemoryItem[];
  readonly nextCursor: string | null;
}

const page = (who: Client, query: string, etag?: string) =>
  who.send<Page>('GET', `/api/me/memory?${query}`, {
    headers: etag === undefined ? {} : { 'if-none-match': etag },
  });

const labels = async (who: Client, query: string) =>
  (await page(who, query)).body.items.map(({ label }) => label);

describe('GET /api/me/memory', () => {
  it('has what serves the own answers, in the order of being made, and nobody else’s', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const first = await said(anna, '4');
    await said(anna, '✓');
    await said(anna, 'A', { task: 'letters', ink: inkOf('A') });
    await said(ben, '9');
    const { body, headers } = await page(anna, 'network=digits');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.nextCursor).toBe(null);
    expect(body.items.map(({ label, network }) => [label, network])).toEqual([
      ['4', 'digits'],
      ['✓', 'digits'],
    ]);
    const { sampleId, predictionId, lineId, revision, saidAt, glyph } = body.items[0]!;
    expect({ sampleId, predictionId, lineId, revision }).toEqual({
      ...{ sampleId: first.sampleId, predictionId: first.predictionId, lineId: null, revision: 1 },
    });
    expect(Date.now() - Date.parse(saidAt)).toBeLessThan(60_000);
    expect(Buffer.from(glyph, 'base64')).toHaveLength(GLYPH_PIXELS);
    // A symbol is remembered by characters as well.
    expect(await labels(anna, 'network=characters')).toEqual(['✓', 'A']);
    expect(await labels(ben, 'network=digits')).toEqual(['9']);
    expect((await app.visitor().problem('GET', '/api/me/memory?network=digits')).status).toBe(401);
  });

  it('comes page by page', async () => {
    const guest = await app.guest();
    for (const label of ['1', '2', '3']) await said(guest, label);
    const { body } = await page(guest, 'network=digits&limit=2');
    expect(body.items.map(({ label }) => label)).toEqual(['1', '2']);
    const rest = `network=digits&limit=2&cursor=${body.nextCursor}`;
    expect(await labels(guest, rest)).toEqual(['3']);
    expect((await page(guest, 'network=digits&cursor=x')).status).toBe(422);
    expect((await page(guest, 'limit=3')).status).toBe(422);
  });

  it('is answered 304 until something changes', async () => {
    const guest = await app.guest();
    const correction = await said(guest, '4');
    const tagOf = async () => String((await page(guest, 'network=digits')).headers['etag']);
    const tag = await tagOf();
    const unchanged = await page(guest, 'network=digits', tag);
    expect([unchanged.status, unchanged.body]).toEqual([304, '']);
    await guest.correct(correction.predictionId, '5');
    const changed = await page(guest, 'network=digits', tag);
    expect(changed.body.items).toMatchObject([{ label: '5', sampleId: correction.sampleId }]);
    await guest.call('DELETE', `/api/corrections/${correction.id}`);
    const { status, body } = await page(guest, 'network=digits', await tagOf());
    expect([status, body]).toEqual([304, '']);
    expect(await labels(guest, 'network=digits')).toEqual([]);
  });

  it('loses what a reviewer rejected, until its writer insists', async () => {
    const guest = await app.guest();
    const { id, predictionId } = await said(guest, '4');
    const desk = new ReviewDesk(await app.reviewer());
    await desk.review({ ids: [id], decision: 'reject' });
    expect(await labels(guest, 'network=digits')).toEqual([]);
    await guest.correct(predictionId, '4');
    expect(await labels(guest, 'network=digits')).toEqual(['4']);
  });
});
