import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LineCorrectionResponse, ReviewItem } from '@inkling/contract';
import { newId } from '../../common/id.js';
import { photographed, writtenLine } from '../../recognise/lines/testing/written-line.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { said } from '../review/testing/review-desk.js';
import { corrected, correctedAs, LineDesk, YEAR } from './testing/line-desk.js';

let app: TestApp;
let desk: LineDesk;
let second: LineDesk;
let anna: Client;

beforeAll(async () => {
  app = await TestApp.start();
  [desk, second] = [new LineDesk(await app.reviewer()), new LineDesk(await app.admin())];
  anna = await app.guest();
});

afterAll(async () => {
  await app.end();
});

const stateOf = async (id: string) => {
  const { text, reviewerText, status, revision } = await desk.line(id);
  return { text, reviewerText, status, revision };
};

const auditOf = (decisionId: string | null) =>
  app.prisma.auditEntry.findFirstOrThrow({
    where: { subjectType: 'decision', subjectId: decisionId! },
  });

describe('GET /api/corrections/lines', () => {
  it('shows what reviewers need to judge, newest first', async () => {
    const confirmed = await corrected(anna, YEAR);
    const { id, lineId, samples } = await corrected(anna, '2947');
    const { items } = await desk.lines('status=pending&limit=2');
    expect(items.map((item) => item.id)).toEqual([id, confirmed.id]);
    expect(items[0]).toMatchObject({
      ...{ id, lineId, task: 'digits', predicted: YEAR, text: '2947', reviewerText: null },
      ...{ rows: 1, status: 'pending', revision: 1, modelVersion: 1 },
      writer: { isGuest: true },
    });
    expect(items[0]!.strip).toMatch(/^data:image\/png;base64,/);
    expect(
      items[0]!.samples.map(({ sampleId, label, at, status }) => [sampleId, label, at, status]),
    )
      // What the answer told its writer.
      .toEqual(samples.map(({ sampleId, label, at }) => [sampleId, label, at, 'pending']));
    expect(Date.parse(items[0]!.updatedAt)).not.toBeNaN();
  });

  it('goes through all of them page by page, by either order, each once', async () => {
    for (const text of ['2907', '2904', '2987']) await corrected(anna, text);
    for (const sort of ['newest', 'suspicion']) {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await desk.lines(`limit=2&sort=${sort}${cursor ? `&cursor=${cursor}` : ''}`);
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      const stored = await app.prisma.lineCorrection.findMany({ select: { id: true } });
      expect(ids).toHaveLength(stored.length);
      expect(new Set(ids)).toEqual(new Set(stored.map(({ id }) => id)));
    }
  });

  it('filters by status, task, kind and writer, and counts the same', async () => {
    const ben = await app.guest();
    const words = { task: 'text', ink: writtenLine('TOM') };
    const [text, number] = [await corrected(ben, 'TAM', words), await corrected(ben, '2907')];
    await desk.review({ ids: [number.id], decision: 'approve' });
    const writer = (await desk.line(text.id)).writerId!;
    const idsOf = async (query: string) => (await desk.lines(query)).items.map(({ id }) => id);
    expect(await idsOf(`writer=${writer}`)).toEqual([number.id, text.id]);
    expect(await idsOf(`writer=${writer}&status=approved`)).toEqual([number.id]);
    expect(await idsOf(`writer=${writer}&task=text`)).toEqual([text.id]);
    expect(await idsOf(`writer=${writer}&kind=corrected`)).toEqual([text.id]);
    expect(await idsOf(`writer=${writer}&kind=confirmed`)).toEqual([number.id]);

    const since = new Date(Date.now() - 60_000).toISOString();
    const counts = await desk.lineCounts(`status=approved&writer=${writer}&since=${since}`);
    expect(counts).toMatchObject({
      matching: 1,
      total: { approved: 1, rejected: 0 },
      decided: { approved: 1, rejected: 0, mine: 1 },
      tasks: [{ task: 'digits', count: 1 }],
      kinds: { corrected: 0, confirmed: 1 },
      writers: [{ writer: { id: writer }, count: 1 }],
    });
    expect((await desk.lineCounts()).total.pending).toBe((await desk.lineCounts()).matching);
    expect((await desk.counts()).lines).toEqual(counts.total);
  });

  it.each(['status=maybe', 'task=letters', 'sort=likeness', 'cursor=x', 'limit=0', 'writer=me'])(
    'refuses ?%s',
    async (query) => {
      const { status } = await desk.reviewer.problem('GET', `/api/corrections/lines?${query}`);
      expect(status).toBe(422);
    },
  );

  it('is for reviewers only', async () => {
    const { id } = await corrected(anna, '2947');
    const paths = ['', '/counts', `/${id}`].map((path) => `/api/corrections/lines${path}`);
    for (const path of paths) expect((await anna.problem('GET', path)).status).toBe(403);
    const body = { ids: [id], decision: 'approve' };
    expect((await anna.problem('POST', '/api/corrections/review', body)).status).toBe(403);
    expect(await stateOf(id)).toMatchObject({ status: 'pending', revision: 1 });
  });
});

describe('GET /api/corrections/lines/:id', () => {
  it('opens one with its ink, what else was read, and its history', async () => {
    const guest = await app.guest();
    const { id, lineId } = await corrected(guest, '2947');
    await correctedAs(guest, lineId, '2987');
    await desk.review({ ids: [id], decision: 'approve', text: '2907', note: 'a nought' });
    const line = await desk.line(id);
    expect(line.ink?.strokes.length).toBeGreaterThan(3);
    expect(line.alternatives[0]).toMatchObject({ text: YEAR });
    expect(line.revisions).toMatchObject([
      {
        ...{ revision: 3, change: 'approved', text: '2987', reviewerText: '2907' },
        ...{ status: 'approved', note: 'a nought', by: { name: 'The reviewer' } },
        before: { text: '2987', reviewerText: null, status: 'pending' },
      },
      { revision: 2, change: 'corrected again', text: '2987', before: { text: '2947' } },
      { revision: 1, change: 'corrected', text: '2947', before: null },
    ]);
  });

  it('shows pictures of several rows', async () => {
    const image = (await photographed([writtenLine('29'), writtenLine('07')])).toString('base64');
    // Nothing that somebody taught before has a say.
    const { id } = await corrected(await app.guest(), '29\n07', { task: 'digits', image });
    expect(await desk.line(id)).toMatchObject({ ink: null, rows: 2, predicted: '29\n07' });
  });

  it('knows only corrections of lines', async () => {
    const { id } = await said(anna, '4');
    for (const unknown of [newId(), id, 'x']) {
      const path = `/api/corrections/lines/${unknown}`;
      expect((await desk.reviewer.problem('GET', path)).status).toBe(404);
    }
  });
});

describe('POST /api/corrections/review with lines', () => {
  it('approves and rejects, with a revision and an entry in the audit log that keeps no text', async () => {
    const [one, two] = [await corrected(anna, '2947'), await corrected(anna, '2907')];
    const { status, body } = await desk.review({ ids: [one.id], decision: 'approve' });
    expect(status).toBe(200);
    expect(body).toEqual({
      decisionId: expect.any(String),
      items: [{ id: one.id, lineId: one.lineId, status: 'approved', text: '2947', revision: 2 }],
      missing: [],
      changed: [],
      conflicts: [],
    });
    await desk.review({ ids: [two.id], decision: 'reject' });
    expect(await stateOf(two.id)).toMatchObject({ status: 'rejected', reviewerText: null });
    const entry = await auditOf(body.decisionId);
    expect(entry).toMatchObject({
      action: 'review.approve',
      before: { lines: [{ status: 'pending', retyped: false, count: 1 }] },
      after: {
        lines: [{ status: 'approved', retyped: false, count: 1 }],
        corrections: [one.id],
      },
    });
    expect(JSON.stringify([entry.before, entry.after])).not.toContain('2947');
  });

  it("retypes, and keeps the reviewer's text beside the writer's", async () => {
    const { id } = await corrected(anna, '2947');
    const { body } = await desk.review({ ids: [id], decision: 'approve', text: ' 2987 ' });
    expect(body.items).toMatchObject([{ id, status: 'approved', text: '2987' }]);
    expect(await stateOf(id)).toMatchObject({ text: '2947', reviewerText: '2987' });
    expect((await auditOf(body.decisionId)).after).toMatchObject({
      lines: [{ status: 'approved', retyped: true, count: 1 }],
    });
    // The writer's own text is no text of the reviewer's.
    await desk.review({ ids: [id], decision: 'approve', text: '2947' });
    expect(await stateOf(id)).toMatchObject({ text: '2947', reviewerText: null, revision: 3 });
    await desk.review({ ids: [id], decision: 'reopen' });
    expect(await stateOf(id)).toMatchObject({ status: 'pending', revision: 4 });
  });

  it('decides on characters and lines at once, and undoes both', async () => {
    const line = await corrected(anna, '2947');
    const drawing = await said(anna, '4');
    const ids = [drawing.id, line.id];
    const { body: decided } = await desk.review({ ids, decision: 'approve' });
    expect(decided.items).toHaveLength(2);
    expect(decided.items).toEqual(
      expect.arrayContaining([
        { id: line.id, lineId: line.lineId, status: 'approved', text: '2947', revision: 2 },
        {
          ...{ id: drawing.id, sampleId: drawing.sampleId, status: 'approved' },
          ...{ label: '4', revision: 2 },
        },
      ]),
    );
    expect((await auditOf(decided.decisionId)).after).toMatchObject({
      samples: [{ status: 'approved', label: '4', count: 1 }],
      lines: [{ status: 'approved', count: 1 }],
    });

    const { body: undone } = await second.undo(decided.decisionId);
    expect(undone).toMatchObject({ missing: [], changed: [] });
    expect(new Set(undone.items.map(({ id, status }) => `${id} ${status}`))).toEqual(
      new Set(ids.map((id) => `${id} pending`)),
    );
    expect(await stateOf(line.id)).toMatchObject({ status: 'pending', revision: 3 });
    // An undo is a decision itself.
    await desk.undo(undone.decisionId);
    expect(await stateOf(line.id)).toMatchObject({ status: 'approved', revision: 4 });
    const { revisions } = await desk.line(line.id);
    expect(revisions.map(({ change, decisionId }) => [change, decisionId])).toEqual([
      ['undone', expect.any(String)],
      ['undone', undone.decisionId],
      ['approved', decided.decisionId],
      ['corrected', null],
    ]);
    await desk.review({ ids, decision: 'reject' });
  });

  it('undoes a retyping to what the line counted as before', async () => {
    const { id } = await corrected(anna, '2947');
    await desk.review({ ids: [id], decision: 'approve', text: '2987' });
    const { body } = await desk.review({ ids: [id], decision: 'approve', text: '2907' });
    await desk.undo(body.decisionId);
    expect(await stateOf(id)).toMatchObject({ status: 'approved', reviewerText: '2987' });
  });

  it('leaves alone what its writer or another reviewer changed since, and says who', async () => {
    const { id, lineId } = await corrected(anna, '2947');
    const revisions = { [id]: 1 };
    await correctedAs(anna, lineId, '2987');
    const { body: late } = await desk.review({ ids: [id], decision: 'approve', revisions });
    expect(late).toMatchObject({ decisionId: null, items: [], missing: [], changed: [id] });
    expect(late.conflicts).toMatchObject([
      { id, text: '2987', status: 'pending', revision: 2, change: 'corrected again' },
    ]);

    const { body: decided } = await desk.review({ ids: [id], decision: 'reject' });
    await second.review({ ids: [id], decision: 'approve', text: '2907' });
    const { body: undone } = await desk.undo(decided.decisionId);
    expect(undone).toMatchObject({ decisionId: null, items: [], changed: [id] });
    expect(undone.conflicts).toMatchObject([
      { id, text: '2907', status: 'approved', change: 'approved', by: { name: 'The admin' } },
    ]);
    expect(await stateOf(id)).toMatchObject({ status: 'approved', reviewerText: '2907' });
  });

  it('and a correction at the same moment come one after the other', async () => {
    const { id, lineId } = await corrected(anna, '2947');
    const answers = await Promise.all([
      desk.review({ ids: [id], decision: 'approve' }),
      anna.call('POST', '/api/corrections', { lineId, text: '2987' }),
      second.review({ ids: [id], decision: 'approve', text: '2907' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 200]);
    const { revisions, ...line } = await desk.line(id);
    expect(revisions.map(({ revision }) => revision)).toEqual([4, 3, 2, 1]);
    expect(revisions[0]).toMatchObject({
      ...{ text: '2987', reviewerText: line.reviewerText, status: line.status },
    });
    // The new text was never judged by who came before it.
    const again = revisions.find(({ change }) => change === 'corrected again');
    expect(again).toMatchObject({ status: 'pending', reviewerText: null });
  });

  it('says which it does not know', async () => {
    const { id } = await corrected(anna, '2947');
    await anna.call('DELETE', `/api/corrections/${id}`);
    const { body } = await desk.review({ ids: [id], decision: 'approve' });
    expect(body).toMatchObject({ decisionId: null, items: [], missing: [id] });
  });

  describe('refuses and changes nothing', () => {
    let line: LineCorrectionResponse;
    let character: string;
    beforeAll(async () => {
      line = await corrected(anna, '2947');
      character = (await said(anna, '4')).id;
    });

    it.each([
      ['a label for a line', { decision: 'approve', label: '4' }, '/label'],
      ['other rows', { decision: 'approve', text: '29\n47' }, '/text'],
      ['no text at all', { decision: 'approve', text: '  ' }, '/text'],
      ['signs that cannot be read', { decision: 'approve', text: '29ö7' }, '/text'],
      ['a text with a rejection', { decision: 'reject', text: '2907' }, '/text'],
      ['a long text', { decision: 'approve', text: '7'.repeat(201) }, '/text'],
    ])('%s', async (_what, body, pointer) => {
      const refused = await desk.reviewer.problem('POST', '/api/corrections/review', {
        ids: [character, line.id],
        // The label fits the character, so the line alone is the reason.
        ...body,
      });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([{ pointer }]);
      expect(await stateOf(line.id)).toMatchObject({ status: 'pending', revision: 1 });
    });

    it('a text for a character', async () => {
      const refused = await desk.reviewer.problem('POST', '/api/corrections/review', {
        ...{ ids: [character], decision: 'approve', text: '4' },
      });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/text' }] } });
    });
  });
});

describe('a corrected line and its writer', () => {
  it('waits again when another text is given, and stands when the same is', async () => {
    const { id, lineId } = await corrected(anna, '2947');
    await desk.review({ ids: [id], decision: 'approve', text: '2907' });
    expect((await correctedAs(anna, lineId, '2947')).status).toBe('approved');
    expect(await stateOf(id)).toMatchObject({ reviewerText: '2907', revision: 2 });
    expect((await correctedAs(anna, lineId, '2987')).status).toBe('pending');
    expect(await stateOf(id)).toMatchObject({ text: '2987', reviewerText: null, revision: 3 });
  });

  it('has characters that are reviewed by themselves, and say where they come from', async () => {
    const { id, lineId, samples } = await corrected(anna, '2947');
    await desk.review({ ids: [id], decision: 'approve' });
    const { samples: born } = await desk.line(id);
    expect(born.map(({ status }) => status)).toEqual(samples.map(() => 'pending'));

    const four = born.find(({ label }) => label === '4')!;
    const line = { id, lineId, text: '2947', at: 2 };
    expect((await desk.open(four.id)).line).toEqual(line);
    const queue = await desk.list('status=pending&limit=100');
    expect(queue.items.find((item: ReviewItem) => item.id === four.id)!.line).toEqual(line);
    await desk.review({ ids: [four.id], decision: 'reject' });
    const after = (await desk.line(id)).samples;
    expect(after.find(({ label }) => label === '4')).toMatchObject({ status: 'rejected' });
    expect(await stateOf(id)).toMatchObject({ status: 'approved', revision: 2 });

    const drawn = await said(anna, '4');
    expect((await desk.open(drawn.id)).line).toBeNull();
  });

  it('goes with its line, history and all', async () => {
    const { id, lineId } = await corrected(anna, '2947');
    await desk.review({ ids: [id], decision: 'approve', note: 'clear' });
    await anna.call('DELETE', `/api/lines/${lineId}`);
    expect((await desk.reviewer.problem('GET', `/api/corrections/lines/${id}`)).status).toBe(404);
    expect(await app.prisma.lineRevision.count({ where: { lineCorrectionId: id } })).toBe(0);
  });
});

describe('REVIEW=auto', () => {
  beforeAll(async () => {
    await app.reopen({ REVIEW: 'auto' });
  });

  it('approves lines of trusted writers as they come, and says that nobody looked', async () => {
    const admin = await app.admin();
    const { id, lineId, status } = await corrected(admin, '2947');
    expect(status).toBe('approved');
    const { revisions } = await desk.line(id);
    expect(revisions).toMatchObject([
      { revision: 2, change: 'approved', by: null, automatic: true, before: { status: 'pending' } },
      { revision: 1, change: 'corrected', automatic: false },
    ]);
    expect(await auditOf(revisions[0]!.decisionId)).toMatchObject({
      action: 'review.approve',
      byId: null,
      after: { automatic: true, lines: [{ status: 'approved', count: 1 }] },
    });
    expect((await correctedAs(admin, lineId, '2987')).status).toBe('approved');
    expect(await stateOf(id)).toMatchObject({ text: '2987', status: 'approved', revision: 4 });
  });

  it('leaves those of others waiting', async () => {
    expect((await corrected(anna, '2947')).status).toBe('pending');
  });
});
