import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { ReviewDesk, said, seven } from './testing/review-desk.js';
import { until } from '../../testing/until.js';

let app: TestApp;
let desk: ReviewDesk;
let second: ReviewDesk;
let anna: Client;
let ben: Client;

beforeAll(async () => {
  app = await TestApp.start();
  const [reviewer, admin] = [await app.reviewer(), await app.admin()];
  desk = new ReviewDesk(reviewer);
  second = new ReviewDesk(admin);
  [anna, ben] = [await app.guest(), await app.guest()];
});

afterAll(async () => {
  await app.end();
});

const sampleOf = (sampleId: string) =>
  app.prisma.sample.findUniqueOrThrow({ where: { id: sampleId } });

const auditOf = (decisionId: string | null) =>
  app.prisma.auditEntry.findFirstOrThrow({
    where: { subjectType: 'decision', subjectId: decisionId! },
  });

const idOf = async (client: Client) =>
  (await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session')).body.user.id;

const shared = async (client: Client, sampleId: string) =>
  (await client.predict(seven)).body.neighbours.some((of) => of.sampleId === sampleId);

describe('POST /api/corrections/review/undo', () => {
  it('takes a decision on many back as a whole, in memory too', async () => {
    const [one, two] = [await said(anna, '4'), await said(anna, '9')];
    await desk.review({ ids: [two.id], decision: 'approve', label: '1' });
    const { body: decided } = await desk.review({ ids: [one.id, two.id], decision: 'approve' });
    expect(await sampleOf(two.sampleId)).toMatchObject({ status: 'approved', reviewerLabel: null });
    expect(await shared(ben, one.sampleId)).toBe(true);

    const { status, body } = await second.undo(decided.decisionId);
    expect(status).toBe(200);
    expect(body.decisionId).not.toBe(decided.decisionId);
    expect(body).toMatchObject({ missing: [], changed: [], conflicts: [] });
    // Each is what it was before that decision: one waited, the other counted as another label.
    expect(new Map<string, unknown>(body.items.map((item) => [item.id, item]))).toEqual(
      new Map([
        [one.id, expect.objectContaining({ status: 'pending', label: '4' })],
        [two.id, expect.objectContaining({ status: 'approved', label: '1' })],
      ]),
    );
    expect(await sampleOf(one.sampleId)).toMatchObject({ status: 'pending', revision: 3 });
    expect(await sampleOf(two.sampleId)).toMatchObject({ status: 'approved', reviewerLabel: '1' });
    expect(await shared(ben, one.sampleId)).toBe(false);

    // An undo is a decision itself.
    await desk.undo(body.decisionId);
    expect(await sampleOf(one.sampleId)).toMatchObject({ status: 'approved', revision: 4 });
    await desk.review({ ids: [one.id, two.id], decision: 'reject' });
  });

  it('leaves alone what changed since, and says by whom', async () => {
    const [one, two, gone] = [await said(anna, '4'), await said(anna, '9'), await said(anna, '2')];
    const ids = [one.id, two.id, gone.id];
    const { body: decided } = await desk.review({ ids, decision: 'reject' });
    await second.review({ ids: [two.id], decision: 'approve', label: '1' });
    await anna.call('DELETE', `/api/corrections/${gone.id}`);

    const { body } = await desk.undo(decided.decisionId);
    expect(body.items).toMatchObject([{ id: one.id, status: 'pending' }]);
    expect(body.missing).toEqual([gone.sampleId]);
    expect(body.changed).toEqual([two.id]);
    expect(body.conflicts).toMatchObject([
      { id: two.id, status: 'approved', label: '1', revision: 3, change: 'approved' },
    ]);
    expect(body.conflicts[0]!.by).toEqual({
      id: await idOf(second.reviewer),
      name: 'The admin',
      isGuest: false,
    });
    expect(await sampleOf(two.sampleId)).toMatchObject({ status: 'approved', reviewerLabel: '1' });

    // A second time there is nothing left to take back.
    const again = (await desk.undo(decided.decisionId)).body;
    expect(again).toMatchObject({ decisionId: null, items: [] });
    expect(new Set(again.changed)).toEqual(new Set([one.id, two.id]));
    await desk.review({ ids: [two.id], decision: 'reject' });
  });

  it('has every decision and its undoing in the audit log, with who, before and after', async () => {
    const { id, sampleId } = await said(anna, '4');
    const { body: decided } = await desk.review({ ids: [id], decision: 'approve', label: '9' });
    const { body: undone } = await second.undo(decided.decisionId);
    expect(await auditOf(decided.decisionId)).toMatchObject({
      action: 'review.approve',
      byId: await idOf(desk.reviewer),
      before: { samples: [{ status: 'pending', label: '4', count: 1 }] },
      after: { samples: [{ status: 'approved', label: '9', count: 1 }], corrections: [id] },
    });
    expect(await auditOf(undone.decisionId)).toMatchObject({
      action: 'review.undo',
      byId: await idOf(second.reviewer),
      before: { samples: [{ status: 'approved', label: '9', count: 1 }] },
      after: {
        samples: [{ status: 'pending', label: '4', count: 1 }],
        undoes: decided.decisionId,
      },
    });
    const revisions = await app.prisma.sampleRevision.findMany({
      where: { sampleId },
      orderBy: { revision: 'asc' },
    });
    expect(revisions.map(({ change, decisionId }) => [change, decisionId])).toEqual([
      ['corrected', null],
      ['approved', decided.decisionId],
      ['undone', undone.decisionId],
    ]);
  });

  it('reaches other replicas', async () => {
    const replica = await app.startProcess();
    try {
      const there = ben.at(replica);
      const { id, sampleId } = await said(anna, '4');
      const { body } = await desk.review({ ids: [id], decision: 'approve' });
      await until(() => shared(there, sampleId));
      await desk.undo(body.decisionId);
      await until(async () => !(await shared(there, sampleId)));
    } finally {
      await replica.close();
    }
  });

  it('knows only decisions', async () => {
    const { status, body } = await desk.reviewer.problem('POST', '/api/corrections/review/undo', {
      decisionId: newId(),
    });
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
    const bad = await desk.reviewer.problem('POST', '/api/corrections/review/undo', {});
    expect(bad.status).toBe(422);
  });
});

describe('reopening', () => {
  it('has it wait again, out of the shared memory', async () => {
    const { id, sampleId } = await said(anna, '4');
    await desk.review({ ids: [id], decision: 'approve', label: '1' });
    const { body } = await desk.review({ ids: [id], decision: 'reopen', note: 'look again' });
    expect(body.items).toMatchObject([{ id, status: 'pending', label: '4' }]);
    expect(await sampleOf(sampleId)).toMatchObject({ status: 'pending', reviewerLabel: null });
    expect(await shared(ben, sampleId)).toBe(false);
  });
});

describe('with two reviewers', () => {
  it('tells the second that it was decided, and by whom, and overwrites nothing', async () => {
    const { id, sampleId } = await said(anna, '4');
    const revisions = { [id]: 1 };
    const [first, late] = [
      await desk.review({ ids: [id], decision: 'approve', revisions }),
      await second.review({ ids: [id], decision: 'reject', revisions }),
    ];
    expect(first.body.items).toHaveLength(1);
    expect(late.body).toMatchObject({ decisionId: null, items: [], changed: [id] });
    expect(late.body.conflicts).toMatchObject([
      { id, status: 'approved', label: '4', change: 'approved', by: { name: 'The reviewer' } },
    ]);
    expect(await sampleOf(sampleId)).toMatchObject({ status: 'approved', revision: 2 });
  });
});

describe('REVIEW=auto', () => {
  beforeAll(async () => {
    await app.reopen({ REVIEW: 'auto' });
  });

  it('approves corrections of trusted writers as they come, and says that nobody looked', async () => {
    const writer = await app.user('writer');
    const waiting = await said(writer, '4');
    expect(waiting.status).toBe('pending');
    await app.prisma.user.update({ where: { id: await idOf(writer) }, data: { trusted: true } });

    const { id, sampleId, status } = await said(writer, '4');
    expect(status).toBe('approved');
    expect(await shared(ben, sampleId)).toBe(true);
    const { revisions } = await desk.open(id);
    expect(revisions).toMatchObject([
      {
        revision: 2,
        change: 'approved',
        by: null,
        automatic: true,
        before: { status: 'pending', label: '4' },
      },
      { revision: 1, change: 'corrected', automatic: false, before: null },
    ]);
    const { decisionId } = revisions[0]!;
    expect(await auditOf(decisionId)).toMatchObject({
      action: 'review.approve',
      byId: null,
      after: { automatic: true },
    });
    // A person may take it back, as any decision.
    expect((await desk.undo(decisionId)).body.items).toMatchObject([{ id, status: 'pending' }]);
  });

  it('trusts reviewers and admins, and nobody else without being told', async () => {
    expect((await said(await app.reviewer(), '4')).status).toBe('approved');
    expect((await said(await app.admin(), '4')).status).toBe('approved');
    expect((await said(anna, '4')).status).toBe('pending');
  });

  it('approves the new label when a trusted writer changes it', async () => {
    const admin = await app.admin();
    const prediction = await admin.predict(seven);
    await admin.correct(prediction.body.id, '4');
    const { body } = await admin.correct(prediction.body.id, '9');
    expect(body).toMatchObject({ status: 'approved', label: '9' });
    expect(await sampleOf(body.sampleId)).toMatchObject({ status: 'approved', revision: 4 });
  });
});

describe('REVIEW=auto for one person', () => {
  it('trusts whoever is alone', async () => {
    const alone = await TestApp.start({ REVIEW: 'auto' });
    try {
      const guest = await alone.guest();
      expect((await said(guest, '4')).status).toBe('approved');
      await alone.guest();
      expect((await said(guest, '4')).status).toBe('pending');
    } finally {
      await alone.end();
    }
  });
});
