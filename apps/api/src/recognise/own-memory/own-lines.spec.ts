import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LineCorrectionResponse, LineResponse, MemoryItem, OwnLines } from '@inkling/contract';
import { STRIP_HEIGHT } from '@inkling/ink';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { writtenLine } from '../lines/testing/written-line.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(() => app.end());

const URL = '/api/me/memory/lines';

const ownLines = (who: Client, etag?: string) =>
  who.send<OwnLines>('GET', URL, { headers: etag === undefined ? {} : { 'if-none-match': etag } });

async function say(who: Client, written: string, task: string, text: string) {
  const body = { task, ink: writtenLine(written) };
  const { id: lineId } = (await who.call<LineResponse>('POST', '/api/lines', body)).body;
  const correction = { lineId, text };
  return (await who.call<LineCorrectionResponse>('POST', '/api/corrections', correction)).body;
}

describe('GET /api/me/memory/lines', () => {
  it('has the rows that a writer corrected and what they say, and nobody else’s', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const number = await say(anna, '2907', 'digits', '2901');
    const word = await say(anna, 'Zoe', 'text', 'Zoe');
    const { body, headers } = await ownLines(anna);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.slant).toBe(null);
    expect(body.lines.map(({ lineId, task }) => [lineId, task])).toEqual([
      [word.lineId, 'text'],
      [number.lineId, 'digits'],
    ]);
    const [row] = body.lines[1]!.rows;
    expect(row!.text).toBe('2901');
    expect(Buffer.from(row!.strip, 'base64')).toHaveLength(STRIP_HEIGHT * row!.width);
    expect(body.texts).toEqual(['Zoe']);
    expect((await ownLines(ben)).body).toEqual({ slant: null, lines: [], texts: [] });
    expect((await app.visitor().problem('GET', URL)).status).toBe(401);
  });

  it('names the line of each character that it taught', async () => {
    const guest = await app.guest();
    const { lineId, samples } = await say(guest, '2907', 'digits', '2901');
    const url = '/api/me/memory?network=digits';
    const { items } = (await guest.call<{ items: MemoryItem[] }>('GET', url)).body;
    expect(samples.length).toBeGreaterThan(0);
    expect(items.map((item) => [item.sampleId, item.lineId])).toEqual(
      samples.map(({ sampleId }) => [sampleId, lineId]),
    );
  });

  it('is answered 304 until something changes', async () => {
    const guest = await app.guest();
    const said = await say(guest, '2907', 'digits', '2901');
    const tagOf = async () => String((await ownLines(guest)).headers['etag']);
    const tag = await tagOf();
    const unchanged = await ownLines(guest, tag);
    expect([unchanged.status, unchanged.body]).toEqual([304, '']);
    const other = { lineId: said.lineId, text: '2904' };
    await guest.call('POST', '/api/corrections', other);
    expect((await ownLines(guest, tag)).body.lines[0]!.rows[0]!.text).toBe('2904');
    await guest.call('DELETE', `/api/corrections/${said.id}`);
    expect((await ownLines(guest, tag)).body.lines).toEqual([]);
  });
});
