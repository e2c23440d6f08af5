import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ReviewItem, ReviewResponse } from '@inkling/contract';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';

let app: TestApp;
let reviewer: Client;
let anna: Client;
let ben: Client;

beforeAll(async () => {
  app = await TestApp.start();
  [reviewer, anna, ben] = await Promise.all([app.reviewer(), app.guest(), app.guest()]);
});

afterAll(async () => {
  await app.end();
});

const seven = { task: 'digits', ink: inkOf('7') };

/** Anna draws a seven and calls it something. */
async function said(label: string, body: object = seven, writer = anna) {
  const prediction = await writer.predict(body);
  const { body: correction } = await writer.correct(prediction.body.id, label);
  return { ...correction, predictionId: prediction.body.id };
}

const review = (body: object, by = reviewer) =>
  by.call<ReviewResponse>('POST', '/api/corrections/review', body);

const list = async (query: string) =>
  (
    await reviewer.call<{ items: ReviewItem[]; nextCursor: string | null }>(
      'GET',
      `/api/corrections?${query}`,
    )
  ).body;

const sampleOf = (sampleId: string) =>
  app.prisma.sample.findUniqueOrThrow({ where: { id: sampleId } });

const revisionsOf = (sampleId: string) =>
  app.prisma.sampleRevision.findMany({ where: { sampleId }, orderBy: { revision: 'asc' } });

beforeEach(async () => {
  // What earlier tests approved would answer here, too.
  const { items } = await list('limit=100&status=approved');
  if (items.length > 0) await review({ ids: items.map(({ id }) => id), decision: 'reject' });
});

describe('POST /api/corrections/review', () => {
  it('has everybody profit from what is approved, before its answer leaves', async () => {
    const { id, sampleId } = await said('4');
    expect((await ben.predict(seven)).body).toMatchObject({ label: '7', neighbours: [] });

    const { status, body } = await review({ ids: [id], decision: 'approve', note: 'looks so' });
    expect(status).toBe(200);
    expect(body).toEqual({
      decisionId: expect.any(String),
      items: [{ id, sampleId, status: 'approved', label: '4', revision: 2 }],
      missing: [],
      changed: [],
      conflicts: [],
    });
    const [neighbour] = (await ben.predict(seven)).body.neighbours;
    expect(neighbour).toMatchObject({ sampleId, label: '4', own: false });

    expect((await review({ ids: [id], decision: 'reject' })).status).toBe(200);
    expect((await ben.predict(seven)).body.neighbours).toEqual([]);
    // The writer's own memory has it no longer, either.
    expect((await anna.predict(seven)).body.neighbours.map(({ sampleId: of }) => of)).not.toContain(
      sampleId,
    );
  });

  it('keeps every decision with who, when and why', async () => {
    const { id, sampleId } = await said('4');
    const { id: byId } = await app.prisma.user.findFirstOrThrow({ where: { role: 'reviewer' } });
    const note = 'a clear four';
    await review({ ids: [id], decision: 'approve', note });
    await review({ ids: [id], decision: 'approve' });
    await review({ ids: [id], decision: 'reject', note: 'no, a seven' });
    expect(await revisionsOf(sampleId)).toMatchObject([
      { revision: 1, change: 'corrected', status: 'pending' },
      { revision: 2, change: 'approved', status: 'approved', byId, note },
      { revision: 3, change: 'approved', status: 'approved', byId, note: null },
      { revision: 4, change: 'rejected', status: 'rejected', byId, note: 'no, a seven' },
    ]);
    expect(await sampleOf(sampleId)).toMatchObject({ status: 'rejected', revision: 4 });
  });

  it("puts a reviewer's label beside the writer's, which stays theirs", async () => {
    const { id, sampleId } = await said('4');
    const { body } = await review({ ids: [id], decision: 'approve', label: '1' });
    expect(body.items[0]).toMatchObject({ status: 'approved', label: '1' });
    expect(await sampleOf(sampleId)).toMatchObject({ label: '4', given: '4', reviewerLabel: '1' });
    expect((await ben.predict(seven)).body.neighbours[0]).toMatchObject({ sampleId, label: '1' });
    expect((await anna.predict(seven)).body).toMatchObject({ label: '4', decidedBy: 'memory' });

    await review({ ids: [id], decision: 'approve' });
    expect(await sampleOf(sampleId)).toMatchObject({ label: '4', reviewerLabel: null });
  });

  it('judges many at once, and says which it does not know', async () => {
    const [one, two, gone] = [await said('4'), await said('9'), await said('2')];
    await anna.call('DELETE', `/api/corrections/${gone.id}`);
    const unknown = newId();
    const ids = [one.id, gone.id, two.id, unknown, one.id];
    const { body } = await review({ ids, decision: 'approve' });
    expect(new Set(body.items.map(({ id }) => id))).toEqual(new Set([one.id, two.id]));
    expect(body.missing).toEqual([gone.id, unknown]);
    expect(await revisionsOf(one.sampleId)).toHaveLength(2);
  });

  it('changes nothing when the label does not fit one of them', async () => {
    const digit = await said('4');
    const letter = await said('c', { task: 'letters', ink: inkOf('C') });
    const body = { ids: [letter.id, digit.id], decision: 'approve', label: 'o' };
    const refused = await reviewer.problem('POST', '/api/corrections/review', body);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'unknown_label', errors: [{ pointer: '/label' }] },
    });
    expect(refused.body.detail).toContain('0 1 2 3 4 5 6 7 8 9');
    for (const { sampleId } of [digit, letter]) {
      expect(await sampleOf(sampleId)).toMatchObject({ status: 'pending', revision: 1 });
    }
    await review({ ids: [letter.id], decision: 'approve', label: 'o' });
    expect(await sampleOf(letter.sampleId)).toMatchObject({ label: 'C', reviewerLabel: 'O' });
  });

  it.each([
    [{ ids: [], decision: 'approve' }, '/ids'],
    [{ ids: ['x'], decision: 'approve' }, '/ids/0'],
    [{ ids: [newId()], decision: 'perhaps' }, '/decision'],
    [{ ids: [newId()], decision: 'reject', label: '4' }, '/label'],
    [{ ids: [newId()], decision: 'approve', note: 'x'.repeat(501) }, '/note'],
  ])('refuses %j', async (body, pointer) => {
    const { status, body: problem } = await reviewer.problem(
      'POST',
      '/api/corrections/review',
      body,
    );
    expect({ status, pointer: problem.errors?.[0]?.pointer }).toEqual({ status: 422, pointer });
  });

  it('leaves alone what its writer changed since the reviewer looked', async () => {
    const { id, sampleId, predictionId } = await said('4');
    const { revision } = (await list('limit=1')).items[0]!;
    await anna.correct(predictionId, '9');
    const { body } = await review({
      ids: [id],
      decision: 'approve',
      revisions: { [id]: revision },
    });
    expect(body).toMatchObject({ decisionId: null, items: [], missing: [], changed: [id] });
    expect(body.conflicts).toMatchObject([
      { id, label: '9', status: 'pending', revision: 2, change: 'corrected again' },
    ]);
    expect(await sampleOf(sampleId)).toMatchObject({ label: '9', status: 'pending' });
    const again = await review({
      ids: [id],
      decision: 'approve',
      revisions: { [id]: revision + 1 },
    });
    expect(again.body.items).toMatchObject([{ id, label: '9', status: 'approved' }]);
  });

  it('waits for a correction that is being made, and sees what came of it', async () => {
    const { id, sampleId, predictionId } = await said('4');
    let reviewed: ReturnType<typeof review> | undefined;
    await app.prisma.$transaction(
      async (tx) => {
        // As CorrectionsRepository begins.
        await tx.$executeRaw`UPDATE prediction SET corrected = true WHERE id = ${predictionId}::uuid`;
        reviewed = review({ ids: [id], decision: 'approve', revisions: { [id]: 1 } });
        await until(isSomebodyWaiting);
        await tx.sample.update({ where: { id: sampleId }, data: { label: '9', revision: 2 } });
      },
      { timeout: 60_000 },
    );
    expect((await reviewed)?.body).toMatchObject({ items: [], missing: [], changed: [id] });
    expect(await sampleOf(sampleId)).toMatchObject({ label: '9', status: 'pending', revision: 2 });
  });

  it('and a correction at the same moment come one after the other, whichever is first', async () => {
    for (let round = 0; round < 6; round++) {
      const { id, sampleId, predictionId } = await said('4');
      const answers = await Promise.all([
        review({ ids: [id], decision: 'approve' }),
        anna.correct(predictionId, '9'),
        review({ ids: [id], decision: 'approve', label: '1' }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 201, 200]);
      const revisions = await revisionsOf(sampleId);
      expect(revisions.map(({ revision }) => revision)).toEqual([1, 2, 3, 4]);
      const sample = await sampleOf(sampleId);
      expect(revisions.at(-1)).toMatchObject({
        label: '9',
        reviewerLabel: sample.reviewerLabel,
        status: sample.status,
      });
      // The new label was never judged by who came before it.
      const corrected = revisions.findIndex(({ change }) => change === 'corrected again');
      expect(revisions[corrected]).toMatchObject({ status: 'pending', reviewerLabel: null });
      await review({ ids: [id], decision: 'reject' });
    }
  });

  it('reaches other replicas', async () => {
    const replica = await app.startProcess();
    try {
      const there = ben.at(replica);
      const { id, sampleId } = await said('4');
      const isShared = async () =>
        (await there.predict(seven)).body.neighbours.some((of) => of.sampleId === sampleId);
      expect(await isShared()).toBe(false);
      await review({ ids: [id], decision: 'approve' });
      await until(isShared);
      await review({ ids: [id], decision: 'reject' });
      await until(async () => !(await isShared()));
    } finally {
      await replica.close();
    }
  });
});

describe('GET /api/corrections', () => {
  it('shows what reviewers need to judge, newest first', async () => {
    const { id, sampleId, predictionId } = await said('4');
    const { items } = await list('status=pending&limit=2');
    expect(items[0]).toMatchObject({
      id,
      sampleId,
      predictionId,
      network: 'digits',
      task: 'digits',
      predicted: '4',
      label: '4',
      given: '4',
      reviewerLabel: null,
      status: 'pending',
      modelVersion: 1,
      revision: 1,
    });
    expect(items[0]!.glyph).toMatch(/^data:image\/png;base64,/);
    expect(Date.parse(items[0]!.createdAt)).not.toBeNaN();
  });

  it('goes through all of them page by page, each once', async () => {
    await said('1');
    await said('2');
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(ids).toEqual([...ids].sort().reverse());
    const stored = await app.prisma.correction.findMany({ select: { id: true } });
    expect(new Set(ids)).toEqual(new Set(stored.map(({ id }) => id)));
    expect(ids).toHaveLength(stored.length);
  });

  it('filters by status, task and network', async () => {
    const letter = await said('A', { task: 'letters', ink: inkOf('A') });
    const digit = await said('4');
    await review({ ids: [digit.id], decision: 'approve' });
    const approved = (await list('status=approved&network=digits')).items;
    expect(approved.map(({ id }) => id)).toEqual([digit.id]);
    const letters = (await list('task=letters')).items;
    expect(letters[0]!.id).toBe(letter.id);
    expect(new Set(letters.map(({ task }) => task))).toEqual(new Set(['letters']));
    expect((await list('network=characters&status=pending')).items[0]!.id).toBe(letter.id);
  });

  it.each(['status=maybe', 'task=words', 'sort=best', 'cursor=x', 'limit=0'])(
    'refuses ?%s',
    async (query) => {
      expect((await reviewer.problem('GET', `/api/corrections?${query}`)).status).toBe(422);
    },
  );
});

/** Whether a query waits for another's lock. */
async function isSomebodyWaiting(): Promise<boolean> {
  const waiting = await app.prisma.$queryRaw<unknown[]>`
    SELECT 1 AS found FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return waiting.length > 0;
}
