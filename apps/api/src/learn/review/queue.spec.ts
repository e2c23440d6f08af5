import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReviewItem } from '@inkling/contract';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { promote, serves } from '../../testing/promote.js';
import { registerVersion } from '../../testing/register-version.js';
import { TestApp } from '../../testing/test-app.js';
import { ReviewDesk, said, seven } from './testing/review-desk.js';
import { until } from '../../testing/until.js';

let app: TestApp;
let desk: ReviewDesk;
let anna: Client;
let ben: Client;
let annaId: string;
/** What Anna said of real digits, and one of them wrongly. */
let right: string[];
let wrong: string;
let letter: string;

/** Resolves when everything that waited for its suspicion has one. */
const allKnown = () =>
  until(async () => (await app.prisma.reviewItem.count({ where: { stale: { gt: 0 } } })) === 0);

beforeAll(async () => {
  app = await TestApp.start();
  desk = new ReviewDesk(await app.reviewer());
  [anna, ben] = [await app.guest(), await app.guest()];
  right = [];
  for (const [label, index] of [
    ['0', 0],
    ['3', 0],
    ['7', 1],
    ['3', 1],
  ] as const) {
    const drawing = { task: 'digits', ink: inkOf(label, index) };
    right.push((await said(anna, label, drawing)).id);
  }
  wrong = (await said(anna, '4', seven)).id;
  letter = (await said(ben, 'c', { task: 'letters', ink: inkOf('C') })).id;
  annaId = (await app.prisma.correction.findUniqueOrThrow({ where: { id: wrong } })).writerId!;
});

afterAll(async () => {
  await app.end();
});

const idsOf = (items: readonly ReviewItem[]) => items.map(({ id }) => id);

describe('suspicion', () => {
  it('is found by itself, and puts the wrong label first, with reasons', async () => {
    await allKnown();
    const { items } = await desk.list('sort=suspicion&status=pending');
    expect(items).toHaveLength(6);
    expect(items[0]!.id).toBe(wrong);
    const values = items.map(({ suspicion }) => suspicion!.value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[0]).toBeGreaterThan(0.5);
    expect(values[1]).toBeLessThan(0.5);
    const [strongest] = items[0]!.suspicion!.reasons;
    expect(strongest!.weight).toBeGreaterThan(0);
    const network = items[0]!.suspicion!.reasons.find(({ kind }) => kind === 'network')!;
    expect(network.text).toMatch(/^The network alone reads 7 \(.*\) and gives 4 less than 1%\.$/);
  });

  it('knows nothing of a new label until it has looked, and follows what is decided', async () => {
    const before = (await desk.open(wrong)).suspicion!.value;
    await desk.review({ ids: [wrong], decision: 'approve', label: '7' });
    await allKnown();
    const relabelled = await desk.open(wrong);
    expect(relabelled.suspicion!.value).toBeLessThan(before);
    // The writer's record counts against what else waits of theirs, as long as the decision stands.
    const ofWriter = async () =>
      (await desk.open(right[0]!)).suspicion!.reasons.find(({ kind }) => kind === 'writer');
    await until(async () => (await ofWriter()) !== undefined);
    expect((await ofWriter())!.weight).toBeGreaterThan(0);
    await desk.review({ ids: [wrong], decision: 'reopen' });
    await until(async () => (await ofWriter()) === undefined);
    await allKnown();
  });

  it('is found anew for another champion, and clusters with it', async () => {
    const { id } = await registerVersion(app.prisma, { network: 'digits' });
    await promote(app.prisma, id);
    await serves(app.nest, 'digits', id);
    await until(async () => {
      const others = { network: 'digits', modelVersionId: { not: id } };
      return (await app.prisma.reviewItem.count({ where: others })) === 0;
    });
    await allKnown();
    const found = await app.prisma.sampleSuspicion.findMany({ where: { modelVersionId: id } });
    expect(found).toHaveLength(5);
    expect((await desk.list('sort=suspicion')).items[0]!.id).toBe(wrong);
  });

  it('goes with its sample', async () => {
    const { id, sampleId } = await said(anna, '1');
    await allKnown();
    await anna.call('DELETE', `/api/corrections/${id}`);
    expect(await app.prisma.sampleSuspicion.count({ where: { sampleId } })).toBe(0);
    expect(await app.prisma.reviewItem.count({ where: { sampleId } })).toBe(0);
  });
});

describe('GET /api/corrections', () => {
  it.each(['newest', 'suspicion', 'likeness'])(
    'sorts by %s, page by page, each once',
    async (sort) => {
      const whole = idsOf((await desk.list(`sort=${sort}&limit=200`)).items);
      expect(whole).toHaveLength(6);
      expect(await desk.walk(`sort=${sort}&limit=1`)).toEqual(whole);
      expect(await desk.walk(`sort=${sort}&limit=4&status=pending`)).toEqual(whole);
    },
  );

  it('puts look-alikes of one label side by side', async () => {
    // The same drawing twice.
    const twice = await Promise.all([said(anna, '3', seven), said(ben, '3', seven)]);
    await allKnown();
    const { items } = await desk.list('sort=likeness');
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual([...labels].sort());
    const clusters = items.map(({ clusterId }) => clusterId);
    const runs = clusters.filter((cluster, at) => cluster !== clusters[at - 1]);
    expect(new Set(runs).size).toBe(runs.length);
    const [one, two] = twice.map((each) => items.find(({ id }) => id === each.id)!);
    expect(one!.clusterId).toBe(two!.clusterId);
    const cluster = await desk.list(`cluster=${one!.clusterId}`);
    expect(new Set(idsOf(cluster.items))).toEqual(new Set(twice.map(({ id }) => id)));
    await anna.call('DELETE', `/api/corrections/${twice[0]!.id}`);
    await ben.call('DELETE', `/api/corrections/${twice[1]!.id}`);
  });

  it('filters by label, pair, writer and version', async () => {
    expect(idsOf((await desk.list('label=4&predicted=7')).items)).toEqual([wrong]);
    // In any case of a merged letter.
    expect(idsOf((await desk.list('label=c')).items)).toEqual([letter]);
    expect(idsOf((await desk.list(`writer=${annaId}&label=3`)).items)).toHaveLength(2);
    expect((await desk.list('version=1')).items).toHaveLength(6);
    expect((await desk.list('version=2')).items).toEqual([]);
    expect((await desk.list(`writer=${newId()}`)).items).toEqual([]);
  });

  it('counts as what the reviewer says', async () => {
    await desk.review({ ids: [wrong], decision: 'approve', label: '7' });
    expect(idsOf((await desk.list('label=7&predicted=7&status=approved')).items)).toEqual([wrong]);
    expect((await desk.list('label=4')).items).toEqual([]);
    await desk.review({ ids: [wrong], decision: 'reopen' });
    expect(idsOf((await desk.list('label=4')).items)).toEqual([wrong]);
  });

  it.each(['sort=suspicion', 'sort=likeness'])(
    'refuses the cursor of another order for %s',
    async (query) => {
      const url = `/api/corrections?${query}&cursor=${wrong}`;
      const { status, body } = await desk.reviewer.problem('GET', url);
      expect({ status, pointer: body.errors?.[0]?.pointer }).toEqual({
        status: 422,
        pointer: '/cursor',
      });
    },
  );
});

describe('GET /api/corrections/counts', () => {
  it('tells what there is to filter by', async () => {
    await desk.review({ ids: [right[0]!], decision: 'approve' });
    const counts = await desk.counts();
    expect(counts.total).toEqual({ pending: 5, approved: 1, rejected: 0 });
    expect(counts.networks).toEqual([
      { network: 'digits', pending: 4, approved: 1, rejected: 0 },
      { network: 'characters', pending: 1, approved: 0, rejected: 0 },
    ]);
    expect(counts.pairs).toContainEqual({ predicted: '7', label: '4', count: 1 });
    expect(counts.kinds.corrected + counts.kinds.confirmed).toBe(counts.total.pending);
    expect(counts.kinds.corrected).toBe(counts.pairs.reduce((sum, { count }) => sum + count, 0));
    expect(counts.labels).toContainEqual({ label: '3', count: 2 });
    expect(counts.writers[0]).toEqual({
      writer: { id: annaId, name: 'Guest', isGuest: true },
      count: 4,
    });
    expect(counts.versions).toContainEqual({ network: 'digits', version: 1, count: 4 });
    const approved = await desk.counts('status=approved&network=digits');
    expect(approved.labels).toEqual([{ label: '0', count: 1 }]);
    expect((await desk.counts('task=letters')).labels).toEqual([{ label: 'C', count: 1 }]);
  });

  it('tells how many the whole filter finds, and what there is beside it', async () => {
    const found = await desk.counts('label=3&predicted=3&network=digits');
    expect(found.matching).toBe(2);
    for (const kind of ['corrected', 'confirmed'] as const) {
      const { matching, kinds } = await desk.counts(`kind=${kind}`);
      const { items } = await desk.list(`status=pending&kind=${kind}&limit=100`);
      expect(items.length).toBeGreaterThan(0);
      expect([matching, items.length]).toEqual([kinds[kind], kinds[kind]]);
      const differs = items.map(({ label, predicted }) => label !== predicted);
      expect(new Set(differs)).toEqual(new Set([kind === 'corrected']));
    }
    expect(found.labels.length).toBeGreaterThan(1);
    expect((await desk.counts(`writer=${newId()}`)).matching).toBe(0);
    expect((await desk.counts('label=c')).matching).toBe(1);
    expect(found.decided).toBeUndefined();
  });

  it('tells what was decided since then, as long as it stands', async () => {
    const ids = [(await said(ben, '5', seven)).id, (await said(ben, '6', seven)).id];
    const since = `since=${encodeURIComponent(new Date().toISOString())}`;
    const one = await desk.review({ ids, decision: 'reject' });
    expect((await desk.counts(since)).decided).toEqual({ approved: 0, rejected: 2, mine: 2 });
    await desk.review({ ids: [ids[0]!], decision: 'approve' });
    expect((await desk.counts(since)).decided).toEqual({ approved: 1, rejected: 1, mine: 2 });
    const other = new ReviewDesk(await app.reviewer());
    expect((await other.counts(since)).decided).toMatchObject({ rejected: 1, mine: 0 });
    await desk.undo(one.body.decisionId!);
    expect((await desk.counts(since)).decided).toMatchObject({ approved: 1, rejected: 0 });
    for (const id of ids) await ben.call('DELETE', `/api/corrections/${id}`);
  });
});

describe('GET /api/corrections/:id', () => {
  it('shows what was drawn, the way to the glyph, what looks like it, and what became of it', async () => {
    const twin = await said(ben, '7', seven);
    await desk.review({ ids: [twin.id], decision: 'approve', note: 'clear' });
    const detail = await desk.open(wrong);
    expect(detail).toMatchObject({ id: wrong, label: '4', predicted: '7', picture: null });
    expect(detail.ink).toEqual(seven.ink);
    expect(detail.steps.length).toBeGreaterThan(2);
    expect(detail.steps.at(-1)).toMatchObject({ width: 28, height: 28 });
    expect(detail.alone!.candidates[0]).toMatchObject({ label: '7' });
    expect(detail.neighbours[0]).toMatchObject({
      id: twin.id,
      sampleId: twin.sampleId,
      label: '7',
      status: 'approved',
      own: false,
    });
    expect(detail.neighbours[0]!.similarity).toBeGreaterThan(0.999);
    expect(detail.neighbours.map(({ sampleId }) => sampleId)).not.toContain(detail.sampleId);
    expect(detail.neighbours[0]!.glyph).toMatch(/^data:image\/png;base64,/);
    const { revisions } = await desk.open(twin.id);
    expect(revisions[0]).toMatchObject({
      change: 'approved',
      by: { name: 'The reviewer', isGuest: false },
      note: 'clear',
      before: { status: 'pending', label: '7', reviewerLabel: null },
      automatic: false,
    });
  });

  it('answers 404 for what is not there', async () => {
    for (const id of [newId(), 'x']) {
      expect((await desk.reviewer.problem('GET', `/api/corrections/${id}`)).status).toBe(404);
    }
  });
});
