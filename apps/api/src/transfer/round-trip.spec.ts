import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Problem, TransferFormat } from '@inkling/contract';
import type { Client } from '../testing/client.js';
import { drawings, drawingsOf, inkOf, mnist } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';
import { glyphOf, importFile } from './testing/transfers.js';

let source: TestApp;
let target: TestApp;
let reviewer: Client;
let admin: Client;

beforeAll(async () => {
  [source, target] = await Promise.all([TestApp.start(), TestApp.start()]);
  reviewer = await source.reviewer();
  admin = await target.admin();
  await fill();
});

afterAll(async () => {
  await Promise.all([source.end(), target.end()]);
});

/** Corrections as people make them, some reviewed, and samples of a file. */
async function fill(): Promise<void> {
  const anna = await source.guest();
  for (const { label, strokes } of drawings.filter(
    (drawing) => drawing === drawingsOf(drawing.label)[0],
  )) {
    const task = /\d/.test(label) ? 'digits' : 'letters';
    const { body } = await anna.predict({ task, ink: { strokes } });
    await anna.correct(body.id, label);
  }
  for (const [at, given] of ['c', 'a', 'A', 'g'].entries()) {
    const { body } = await anna.predict({ task: 'characters', ink: inkOf('5', at + 1) });
    await anna.correct(body.id, given);
  }
  const { body } = await reviewer.call<{ items: { id: string; task: string }[] }>(
    'GET',
    '/api/corrections?status=pending&limit=100',
  );
  const [first, second, third, ...rest] = body.items;
  const decide = (ids: string[], decision: string, more = {}) =>
    reviewer.call('POST', '/api/corrections/review', { ids, decision, ...more });
  await decide([first!.id], 'reject');
  await decide([second!.id, third!.id], 'approve', { label: 'B' });
  await decide(
    rest.slice(0, 25).map(({ id }) => id),
    'approve',
  );
  const lines = mnist
    .slice(0, 40)
    .map(({ label }, at) => JSON.stringify({ label, glyph: glyphOf(at).toString('base64') }));
  const from = { format: 'jsonl', task: 'digits', status: 'approved' };
  await importFile(await source.admin(), lines.join('\n'), from);
}

interface Exported {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function exported(client: Client, app: TestApp, query: string): Promise<Exported> {
  const response = await app.nest.inject({
    method: 'GET',
    url: `/api/exports?${query}`,
    headers: { host: '127.0.0.1:3000', cookie: client.cookieHeader },
  });
  expect(response.statusCode).toBe(200);
  return { bytes: response.rawPayload, headers: response.headers };
}

/** What a sample is, without what an installation gives it itself. */
const samplesOf = async (app: TestApp, where: object) => {
  const samples = await app.prisma.sample.findMany({
    where,
    select: {
      ...{ network: true, task: true, label: true, given: true, reviewerLabel: true },
      ...{ status: true, glyph: true, ink: true, createdAt: true, updatedAt: true },
    },
    orderBy: { id: 'asc' },
  });
  return samples.map(({ glyph, ...rest }) => ({
    ...rest,
    glyph: Buffer.from(glyph).toString('base64'),
  }));
};

beforeEach(async () => {
  await target.prisma.sampleRevision.deleteMany();
  await target.prisma.sample.deleteMany();
});

describe('what was exported', () => {
  it('as lines of JSON imports into an empty installation as the same samples, in all they have', async () => {
    const { bytes, headers } = await exported(reviewer, source, 'format=jsonl');
    expect(headers['content-disposition']).toMatch(
      /attachment; filename="inkling-samples-\d{4}-\d\d-\d\d\.jsonl"/,
    );
    const { counts, refused } = await importFile(admin, bytes, { format: 'jsonl' });
    expect({ counts, refused }).toMatchObject({ counts: { duplicates: 0 }, refused: [] });
    const there = await samplesOf(source, {});
    expect(there.length).toBeGreaterThan(70);
    expect(new Set(there.map(({ status }) => status)).size).toBe(3);
    expect(await samplesOf(target, {})).toEqual(there);
    // And the same file comes out again, to the byte.
    const again = await exported(admin, target, 'format=jsonl');
    expect(again.bytes.equals(bytes)).toBe(true);
    // A second time nothing comes in.
    const twice = await importFile(admin, bytes, { format: 'jsonl' });
    expect(twice.counts).toMatchObject({ imported: 0, duplicates: there.length });
  });

  it.each<[TransferFormat, string]>([
    ['jsonl', 'digits'],
    ['idx', 'digits'],
    ['idx', 'letters'],
    ['idx', 'characters'],
    ['png', 'digits'],
    ['png', 'letters'],
    ['png', 'characters'],
    ['hdf5', 'digits'],
    ['hdf5', 'letters'],
    ['hdf5', 'characters'],
  ])('as %s of %s imports again: each glyph to the byte, with its label', async (format, task) => {
    const status = 'approved';
    const { bytes } = await exported(
      reviewer,
      source,
      `format=${format}&task=${task}&status=${status}`,
    );
    const { counts, refused, failure } = await importFile(admin, bytes, { format, task, status });
    const there = await samplesOf(source, { task, status });
    expect(there.length).toBeGreaterThan(1);
    expect({ counts, refused, failure }).toMatchObject({
      counts: { imported: there.length, duplicates: 0 },
      refused: [],
      failure: null,
    });
    const briefly = (samples: typeof there) =>
      samples.map(({ glyph, label, reviewerLabel, network }) => ({
        ...{ glyph, network, label: reviewerLabel ?? label },
      }));
    expect(briefly(await samplesOf(target, {}))).toEqual(briefly(there));
    const again = await exported(admin, target, `format=${format}&task=${task}`);
    if (format !== 'jsonl' && format !== 'hdf5') expect(again.bytes.equals(bytes)).toBe(true);
  });

  it('imports again with symbols of many code points', async () => {
    const greeting = 'สวัสดีครับ';
    const anna = await source.guest();
    const teach = async (variant: number, label: string) => {
      const ink = inkOf('8', variant);
      const { body } = await anna.predict({ task: 'characters', ink });
      return (await anna.correct(body.id, label)).body.id;
    };
    await teach(1, greeting);
    const ids = [await teach(2, '8')];
    const relabel = { ids, decision: 'approve', label: greeting };
    await reviewer.call('POST', '/api/corrections/review', relabel);
    const { bytes } = await exported(reviewer, source, 'format=jsonl&task=characters');
    expect((await importFile(admin, bytes, { format: 'jsonl' })).refused).toEqual([]);
    const there = await samplesOf(target, {
      OR: [{ given: greeting }, { reviewerLabel: greeting }],
    });
    expect(there.map(({ label, reviewerLabel }) => [label, reviewerLabel])).toEqual([
      [greeting, null],
      ['8', greeting],
    ]);
  });

  it('is for reviewers, and written down', async () => {
    for (const client of [source.visitor(), await source.guest(), await source.user('writer')]) {
      const { status } = await client.problem('GET', '/api/exports?format=jsonl');
      expect([401, 403]).toContain(status);
    }
    const wrong = await reviewer.call<Problem>('GET', '/api/exports?format=csv');
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/format' }] } });
    const log = await source.prisma.auditEntry.findMany({ where: { action: 'export.create' } });
    expect(log.length).toBeGreaterThan(0);
    expect(log[0]).toMatchObject({ after: { format: 'jsonl' } });
  });
});
