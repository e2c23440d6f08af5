import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  ImportPage,
  ImportPreview,
  ImportState,
  Problem,
  ReviewCounts,
  ReviewDetail,
  ReviewPage,
  ReviewResponse,
} from '@inkling/contract';
import type { Client } from '../../testing/client.js';
import { inkOf, mnist } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';
import { ZipWriter } from '../formats/zip/zip-writer.js';
import { digitLines, ended, glyphOf, importFile, sendImport } from '../testing/transfers.js';
import { ImportWork } from './import-work.service.js';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
});

afterAll(async () => {
  await app.end();
});

const fields = { format: 'jsonl', task: 'digits', status: 'pending' };

const undo = async (id: string) => {
  expect((await admin.call('POST', `/api/imports/${id}/undo`)).status).toBe(202);
  return ended(admin, id);
};

const itemsOf = async (query: string) =>
  (await admin.call<ReviewPage>('GET', `/api/corrections?${query}`)).body.items;

describe('POST /api/imports', () => {
  it('makes samples of what is in the file, which wait for review and belong to nobody', async () => {
    const sent = await sendImport(admin, digitLines(10), fields, 'C:\\digits.jsonl');
    expect(sent).toMatchObject({
      status: 202,
      body: { file: { name: 'digits.jsonl' } },
    });
    const done = await ended(admin, sent.body.id);
    expect(done).toMatchObject({
      status: 'completed',
      counts: { total: 10, seen: 10, imported: 10, duplicates: 0, refused: 0, leftOut: 0 },
      refused: [],
      failure: null,
    });
    const samples = await app.prisma.sample.findMany({
      where: { importId: done.id },
      orderBy: { id: 'asc' },
    });
    expect(samples).toHaveLength(10);
    samples.forEach((sample, at) => {
      expect(sample).toMatchObject({
        ...{ network: 'digits', task: 'digits', writerId: null, origin: 'import' },
        ...{ status: 'pending', label: mnist[at]!.label, ink: null },
      });
      expect(Buffer.from(sample.glyph).equals(glyphOf(at))).toBe(true);
    });
    const { body } = await admin.call<ImportPage>('GET', '/api/imports');
    expect(body.items[0]).toMatchObject({ id: done.id, by: { name: 'The admin' } });

    const undone = await undo(done.id);
    expect(undone).toMatchObject({ status: 'undone', counts: { imported: 0 } });
    expect(await app.prisma.sample.count({ where: { importId: done.id } })).toBe(0);
    expect(await app.prisma.sampleRevision.count({ where: { change: 'imported' } })).toBe(0);
    const log = await app.prisma.auditEntry.findMany({ where: { subjectId: done.id } });
    expect(log.map(({ action }) => action).sort()).toEqual(['import.start', 'import.undo']);
  });

  it('reads drawn ink as if it was drawn here, and keeps it', async () => {
    const ink = inkOf('7');
    const { id, counts } = await importFile(admin, JSON.stringify({ label: '7', ink }), {
      ...fields,
      status: 'approved',
    });
    expect(counts).toMatchObject({ imported: 1 });
    const prediction = await (await app.guest()).predict({ task: 'digits', ink });
    const [sample] = await app.prisma.sample.findMany({ where: { importId: id } });
    expect(sample).toMatchObject({ ink, status: 'approved' });
    // Everybody's memory has it by then.
    expect(prediction.body.neighbours).toContainEqual(
      expect.objectContaining({ sampleId: sample!.id, label: '7', own: false }),
    );
    await undo(id);
    const again = await (await app.guest()).predict({ task: 'digits', ink });
    expect(again.body.neighbours.map(({ sampleId }) => sampleId)).not.toContain(sample!.id);
  });

  it('is in the memory of each replica until it is undone', async () => {
    const ink = inkOf('7');
    const replica = await app.startProcess();
    try {
      const guest = await app.guest();
      const replicas = [guest, guest.at(replica)];
      const lines = JSON.stringify({ label: '7', ink });
      const { id } = await importFile(admin, lines, { ...fields, status: 'approved' });
      const sample = await app.prisma.sample.findFirstOrThrow({ where: { importId: id } });
      const haveIt = async (client: Client) => {
        const { neighbours } = (await client.predict({ task: 'digits', ink })).body;
        return neighbours.some(({ sampleId }) => sampleId === sample.id);
      };
      for (const client of replicas) await until(() => haveIt(client));
      await undo(id);
      for (const client of replicas) await until(async () => !(await haveIt(client)));
    } finally {
      await replica.close();
    }
  });

  it('leaves duplicates out, of what is there and of the file itself, and names what it refuses', async () => {
    const first = await importFile(admin, digitLines(3), fields);
    const lines = [
      digitLines(4).trim(),
      // The same with another label is another sample.
      JSON.stringify({ label: '9', glyph: mnist[0]!.pixels }),
      JSON.stringify({ label: '9', glyph: mnist[0]!.pixels }),
      JSON.stringify({ label: 'A', glyph: mnist[5]!.pixels }),
      JSON.stringify({ label: '5', glyph: 'AAAA' }),
      '{"label": "5"',
      '',
      JSON.stringify({ label: '5' }),
      JSON.stringify({ label: '5', glyph: Buffer.alloc(784).toString('base64') }),
      JSON.stringify({ label: '5', ink: { strokes: [[[1, 1]]] } }),
      JSON.stringify({ label: 'x\u0000', glyph: mnist[6]!.pixels }),
    ].join('\n');
    const { id, counts, refused } = await importFile(admin, lines, fields);
    expect(counts).toEqual({
      ...{ total: 14, seen: 14, imported: 2, duplicates: 4, refused: 8, leftOut: 0 },
    });
    expect(refused.map(({ row, reason }) => [row, reason.slice(0, 32)])).toEqual([
      [7, '"A" is no label of digits. Map i'],
      [8, '"glyph" must be 784 bytes as bas'],
      [9, 'The line is not valid JSON.'],
      [10, 'The line is empty.'],
      [11, 'The line needs "glyph" or "ink".'],
      [12, 'Nothing is drawn.'],
      [13, 'There is only a dot. Draw the wh'],
      [14, '"label" must not contain NUL or '],
    ]);
    await undo(id);
    await undo(first.id);
  });

  it('maps labels, leaves rows out, and takes any case of a merged letter', async () => {
    const lines = ['eins', 'junk', 'c', '8']
      .map((label, at) => JSON.stringify({ label, glyph: mnist[at]!.pixels }))
      .join('\n');
    const mapping = JSON.stringify({ eins: '1', junk: null });
    const choices = { ...fields, task: 'characters', mapping };
    const { id, counts } = await importFile(admin, lines, choices);
    expect(counts).toMatchObject({ imported: 3, leftOut: 1 });
    const samples = await app.prisma.sample.findMany({ where: { importId: id } });
    expect(samples.map(({ label, given }) => [label, given]).sort()).toEqual([
      ['1', '1'],
      ['8', '8'],
      ['C', 'c'],
    ]);
    await undo(id);
  });

  it.each([
    ['an empty file', '', 'The file is empty'],
    [
      'a zip as lines',
      'PK\x03\x04abcdefgh',
      'is a zip, not JSON Lines. Choose the format idx or png.',
    ],
    ['a text as lines', 'label,pixels\n1,2', 'This is not JSON Lines'],
    ['two million rows', '{}\n'.repeat(2_000_000), '2,000,000 rows. An import may have 1,000,000'],
  ])('refuses %s before anything is done', async (_what, file, words) => {
    const { status, body } = await sendImport<Problem>(admin, file, fields);
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'unreadable_import' } });
    expect(body.detail).toContain(words);
  });

  it('refuses fields that say nothing, a form without a file, and who is no admin', async () => {
    const wrong = await sendImport<Problem>(admin, digitLines(1), { format: 'csv' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/format' }] } });
    const noTask = await sendImport<Problem>(admin, digitLines(1), { format: 'png' });
    expect(noTask).toMatchObject({ status: 422, body: { errors: [{ pointer: '/task' }] } });
    const empty = await admin.form<Problem>('/api/imports', undefined, fields);
    expect(empty).toMatchObject({ status: 422, body: { errors: [{ pointer: '/file' }] } });
    const json = await admin.problem('POST', '/api/imports', fields);
    expect(json.status).toBe(415);
    for (const client of [await app.reviewer(), await app.guest()]) {
      expect((await sendImport(client, digitLines(1), fields)).status).toBe(403);
    }
    expect(await app.prisma.sample.count()).toBe(0);
  });

  it('goes on after a restart behind the rows that are done', async () => {
    const sent = await sendImport(admin, digitLines(200), fields);
    await app.close();
    const between = await app.prisma.sampleImport.findUniqueOrThrow({
      where: { id: sent.body.id },
    });
    expect(['queued', 'running', 'completed']).toContain(between.status);
    await app.open();
    const done = await ended(admin, sent.body.id);
    expect(done).toMatchObject({ status: 'completed', counts: { seen: 200 } });
    const { imported, duplicates } = done.counts;
    expect(imported + duplicates).toBe(200);
    expect(await app.prisma.sample.count({ where: { importId: done.id } })).toBe(imported);
    await undo(done.id);
  });

  it('refuses labels and paths that the database cannot keep', async () => {
    const zip = new ZipWriter();
    const picture = glyphOf(0);
    const members = ['%00/1.png', 'a\0b/2.png'].map((name) => zip.file(name, picture));
    const file = Buffer.concat([...members, zip.end()]);
    const { status, refused } = await importFile(admin, file, { ...fields, format: 'png' });
    expect({ status, refused }).toMatchObject({
      status: 'completed',
      refused: [
        { place: '%00/1.png', reason: 'Its label must not contain NUL or unpaired surrogates.' },
        { place: 'a\ufffdb/2.png' },
      ],
    });
  });

  it('ends as failed when the server has a fault, and says so', async () => {
    const run = jest.spyOn(app.nest.get(ImportWork), 'run').mockRejectedValue(new TypeError('no'));
    try {
      const { status, failure } = await importFile(admin, digitLines(3), fields);
      expect({ status, failure }).toMatchObject({
        status: 'failed',
        failure: expect.stringContaining('Nothing was imported'),
      });
    } finally {
      run.mockRestore();
    }
  });

  it('is cancelled though the work on it fails each time', async () => {
    const away = Object.assign(new Error('away'), { code: '57P01' });
    const run = jest.spyOn(app.nest.get(ImportWork), 'run').mockRejectedValue(away);
    try {
      const { body } = await sendImport(admin, digitLines(3), fields);
      await until(() => run.mock.calls.length > 0);
      await admin.call('POST', `/api/imports/${body.id}/cancel`);
      // As if its lease had ended.
      await app.prisma.sampleImport.update({ where: { id: body.id }, data: { leaseUntil: null } });
      expect((await ended(admin, body.id)).status).toBe('cancelled');
    } finally {
      run.mockRestore();
    }
  });

  it('is cancelled though all of the file was read by then', async () => {
    const work = app.nest.get(ImportWork);
    const whole = work.run.bind(work);
    const run = jest.spyOn(work, 'run').mockImplementation(async (job, stop) => {
      const end = await whole(job, stop);
      await admin.call('POST', `/api/imports/${job.id}/cancel`);
      return end;
    });
    try {
      const { status, counts, id } = await importFile(admin, digitLines(3), fields);
      expect({ status, counts }).toMatchObject({ status: 'cancelled', counts: { imported: 0 } });
      expect(await app.prisma.sample.count({ where: { importId: id } })).toBe(0);
    } finally {
      run.mockRestore();
    }
  });

  it('is cancelled though the server that had the file is gone', async () => {
    const { id } = await importFile(admin, digitLines(3), fields);
    // As if it had ended in the middle just now, and its disk with it.
    await app.prisma.sampleImport.update({
      where: { id },
      data: { status: 'running', startedAt: null, finishedAt: null, leaseUntil: null },
    });
    await until(async () => {
      const row = await app.prisma.sampleImport.findUniqueOrThrow({ where: { id } });
      return row.startedAt !== null && row.leaseUntil !== null && row.leaseUntil <= new Date();
    });
    await admin.call('POST', `/api/imports/${id}/cancel`);
    const cancelled = await ended(admin, id);
    expect(cancelled).toMatchObject({ status: 'cancelled', counts: { imported: 0 } });
    expect(await app.prisma.sample.count({ where: { importId: id } })).toBe(0);
  });

  it('gives up what a server took with it, and leaves nothing half done', async () => {
    const { body } = await sendImport(admin, digitLines(3), fields);
    const done = await ended(admin, body.id);
    // As if it had ended in the middle, and its disk with it.
    await app.prisma.sampleImport.update({
      where: { id: done.id },
      data: {
        ...{ status: 'running', createdAt: new Date('2026-01-01'), leaseUntil: null },
        fileSeenAt: new Date('2026-01-01'),
      },
    });
    await app.reopen();
    const failed = await ended(admin, body.id);
    expect(failed).toMatchObject({ status: 'failed', counts: { imported: 0 } });
    expect(failed.failure).toContain('Nothing was imported');
    expect(await app.prisma.sample.count({ where: { importId: done.id } })).toBe(0);
  });
});

describe('imports that are held', () => {
  const hold = async (file: string) => {
    const { status, body } = await sendImport(admin, file, { format: 'jsonl', hold: 'true' });
    expect({ status, body }).toMatchObject({ status: 202, body: { status: 'held' } });
    return body.id;
  };

  it('show their first rows as they would be, and start when they are told to', async () => {
    const lines = `${digitLines(60)}`;
    const id = await hold(`${JSON.stringify({ label: 'X', glyph: mnist[0]!.pixels })}\n${lines}`);
    const { body } = await admin.call<ImportPreview>(
      'GET',
      `/api/imports/${id}/preview?task=digits`,
    );
    expect(body).toMatchObject({ total: 61, labels: expect.arrayContaining(['X', '0', '1']) });
    expect(body.rows).toHaveLength(50);
    expect(body.rows[0]).toMatchObject({ row: 1, found: 'X', label: null });
    expect(body.rows[0]!.reason).toContain('is no label of digits');
    expect(body.rows[1]).toMatchObject({ label: mnist[0]!.label, network: 'digits' });
    expect(body.rows[1]!.glyph).toMatch(/^data:image\/png/);
    expect(await app.prisma.sample.count({ where: { importId: id } })).toBe(0);

    const start = { task: 'digits', status: 'approved', mapping: { X: null } };
    const started = await admin.call<ImportState>('POST', `/api/imports/${id}/start`, start);
    expect(started.status).toBe(202);
    const { counts } = await ended(admin, id);
    expect(counts).toMatchObject({ total: 61, leftOut: 1, refused: 0 });
    expect((await admin.problem('POST', `/api/imports/${id}/start`, start)).status).toBe(409);
    expect((await admin.problem('GET', `/api/imports/${id}/preview`)).status).toBe(409);
    await undo(id);
    expect((await admin.problem('POST', `/api/imports/${id}/undo`)).status).toBe(409);
  });

  it('take a mapping of up to 2,000 labels, and say so of more', async () => {
    const id = await hold(`${JSON.stringify({ label: 'X', glyph: mnist[0]!.pixels })}\n`);
    const labels = (count: number) =>
      Array.from({ length: count }, (_, at) => [`a folder with the long name ${at}`, '1']);
    const start = (count: number) =>
      admin.problem('POST', `/api/imports/${id}/start`, {
        task: 'digits',
        mapping: { X: null, ...Object.fromEntries(labels(count - 1)) },
      });
    const refused = await start(2001);
    expect(refused.body.errors).toMatchObject([
      { pointer: '/mapping', detail: expect.stringContaining('at most 2,000 labels') },
    ]);
    expect((await start(2000)).status).toBe(202);
    expect((await ended(admin, id)).counts).toMatchObject({ total: 1, leftOut: 1 });
  });

  it('show what no network has a class for as the symbol that it becomes', async () => {
    const id = await hold(`${JSON.stringify({ label: 'Ω', glyph: mnist[0]!.pixels })}\n`);
    const path = `/api/imports/${id}`;
    const { body } = await admin.call<ImportPreview>('GET', `${path}/preview?task=characters`);
    expect(body.rows[0]).toMatchObject({ found: 'Ω', label: 'Ω', network: 'characters' });
    await admin.call('POST', `${path}/start`, { task: 'characters', status: 'pending' });
    expect((await ended(admin, id)).counts).toMatchObject({ imported: 1, refused: 0 });
    const kept = await app.prisma.sample.findFirstOrThrow({ where: { importId: id } });
    expect(kept).toMatchObject({ label: 'Ω', network: 'characters' });
    await undo(id);
  });

  it('show which task a row says itself', async () => {
    const { pixels: glyph } = mnist[0]!;
    const lines = [
      { label: 'h', task: 'characters', glyph },
      { label: '7', glyph },
    ];
    const id = await hold(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const path = `/api/imports/${id}`;
    const { body } = await admin.call<ImportPreview>('GET', `${path}/preview?task=digits`);
    expect(body.rows).toMatchObject([
      { found: 'h', ownTask: 'characters', label: 'h', reason: null },
      { found: '7', ownTask: null, label: '7', reason: null },
    ]);
    await admin.call('POST', `${path}/cancel`);
  });

  it('wait for the server that has the file, however long they were held', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-api-'));
    const replica = await app.startProcess({ DATA_DIR: dataDir });
    try {
      const id = await hold(digitLines(3));
      const createdAt = new Date(Date.now() - 60 * 60_000);
      await app.prisma.sampleImport.update({ where: { id }, data: { createdAt } });
      const there = admin.at(replica);
      const preview = await there.problem('GET', `/api/imports/${id}/preview?task=digits`);
      expect(preview).toMatchObject({ status: 422, body: { code: 'unreadable_import' } });
      expect(preview.body.detail).toContain('does not have the file');
      const start = { task: 'digits', status: 'pending' };
      expect((await there.call('POST', `/api/imports/${id}/start`, start)).status).toBe(202);
      const { status, counts } = await ended(admin, id);
      expect({ status, counts }).toMatchObject({ status: 'completed', counts: { imported: 3 } });
      await undo(id);
    } finally {
      await replica.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('are known to be there while a server has their files', async () => {
    const id = await hold(digitLines(3));
    const fileSeenAt = new Date('2026-01-01');
    await app.prisma.sampleImport.update({ where: { id }, data: { fileSeenAt } });
    await app.reopen();
    await until(async () => {
      const row = await app.prisma.sampleImport.findUniqueOrThrow({ where: { id } });
      return row.fileSeenAt > fileSeenAt;
    });
    await admin.call('POST', `/api/imports/${id}/cancel`);
  });

  it('can be cancelled', async () => {
    const id = await hold(digitLines(3));
    const { body } = await admin.call<ImportState>('POST', `/api/imports/${id}/cancel`);
    expect(body.status).toBe('cancelled');
    expect((await admin.problem('POST', `/api/imports/${id}/cancel`)).status).toBe(409);
    const unknown = await admin.problem('POST', `/api/imports/${crypto.randomUUID()}/cancel`);
    expect(unknown.status).toBe(404);
  });
});

describe('imported samples in review', () => {
  it('wait in the queue, are decided like others, and do not count as predictions', async () => {
    const { id } = await importFile(admin, digitLines(5), fields);
    const items = await itemsOf('status=pending&kind=imported');
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({
      ...{ predicted: null, predictionId: null, modelVersion: null, writer: null, importId: id },
    });
    for (const sort of ['suspicion', 'likeness']) {
      expect(await itemsOf(`status=pending&sort=${sort}`)).toHaveLength(5);
    }
    const counts = (await admin.call<ReviewCounts>('GET', '/api/corrections/counts')).body;
    expect(counts).toMatchObject({
      total: { pending: 5 },
      kinds: { corrected: 0, confirmed: 0, imported: 5 },
      pairs: [],
    });
    const [one, other, third] = items;
    const detail = await admin.call<ReviewDetail>('GET', `/api/corrections/${one!.id}`);
    expect(detail).toMatchObject({
      status: 200,
      body: { ink: null, revisions: [{ change: 'imported', by: { name: 'The admin' } }] },
    });

    const ids = [one!.id, other!.id];
    const review = { ids, decision: 'approve', revisions: { [one!.id]: 1, [other!.id]: 1 } };
    const approved = await admin.call<ReviewResponse>('POST', '/api/corrections/review', review);
    expect(approved.body.items).toHaveLength(2);
    const relabel = { ids: [third!.id], decision: 'approve', label: '3' };
    await admin.call('POST', '/api/corrections/review', relabel);
    const stored = await app.prisma.sample.findMany({
      where: { importId: id, status: 'approved' },
    });
    expect(stored).toHaveLength(3);
    expect(stored.find((sample) => sample.id === third!.id)?.reviewerLabel).toBe('3');

    const { decisionId } = approved.body;
    const undone = await admin.call<ReviewResponse>('POST', '/api/corrections/review/undo', {
      decisionId,
    });
    expect(undone.body.items.map((item) => item.status)).toEqual(['pending', 'pending']);
    expect(await app.prisma.prediction.count({ where: { corrected: true } })).toBe(0);
    expect(await app.prisma.correction.count()).toBe(0);
    await undo(id);
    expect(await itemsOf('status=pending')).toEqual([]);
  });

  it('keep corrections in the queue apart: those go with their correction', async () => {
    const anna = await app.guest();
    const { body } = await anna.predict({ task: 'digits', ink: inkOf('4') });
    const correction = await anna.correct(body.id, '4');
    expect(await itemsOf('status=pending')).toHaveLength(1);
    await anna.call('DELETE', `/api/corrections/${correction.body.id}`);
    expect(await itemsOf('status=pending')).toEqual([]);
  });
});
