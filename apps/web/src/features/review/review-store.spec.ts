import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ReviewCounts, ReviewItem } from '@inkling/contract';
import { createPinia, setActivePinia } from 'pinia';
import { USUAL_VIEW } from './review-address';
import { pretendBrowser, pretendServer, type Route } from '../../shared/testing/browser';
import { reviewItem } from './testing/review-item';
import { useReviewStore } from './review-store';
import { useServerStore } from '../../shared/api/server-store';

const LIST = 'GET /api/corrections';
const COUNTS = 'GET /api/corrections/counts';
const REVIEW = 'POST /api/corrections/review';
const UNDO = 'POST /api/corrections/review/undo';

/** Whoever was told that the server is away looks whether it is back. */
const HEALTH: Record<string, Route> = {
  'GET /api/health/live': () => ({ status: 200, body: {} }),
  'GET /api/health/ready': () => ({ status: 200, body: { status: 'ok', problems: [] } }),
};

const none = { pending: 0, approved: 0, rejected: 0 };
const counts = (matching: number): ReviewCounts => ({
  ...{
    total: { ...none, pending: matching },
    lines: none,
    matching,
    networks: [],
    pairs: [],
    labels: [],
  },
  ...{ kinds: { corrected: matching, confirmed: 0, imported: 0 }, writers: [], versions: [] },
});
const nothing = { decisionId: null, items: [], missing: [], changed: [], conflicts: [] };

/** What a queue of these does with decisions, revisions and all. */
function queueOf(items: readonly ReviewItem[], pageLength = 100) {
  const rows = new Map(items.map((item) => [item.id, { ...item }]));
  const decisions = new Map<string, ReviewItem[]>();
  const carry = (changed: readonly ReviewItem[]) => {
    const decisionId = `decision-${decisions.size}`;
    decisions.set(
      decisionId,
      changed.map(({ id }) => ({ ...rows.get(id)! })),
    );
    for (const item of changed) rows.set(item.id, item);
    return {
      ...nothing,
      decisionId,
      items: changed.map(({ id, sampleId, status, revision, reviewerLabel, label }) => ({
        ...{ id, sampleId, status, revision },
        label: reviewerLabel ?? label,
      })),
    };
  };
  let page = 0;
  const routes: Record<string, Route> = {
    ...HEALTH,
    [LIST]: () => {
      const start = page++ * pageLength;
      const end = start + pageLength;
      const body = {
        items: items.slice(start, end),
        nextCursor: end < items.length ? 'more' : null,
      };
      return { status: 200, body };
    },
    [COUNTS]: () => ({ status: 200, body: counts(items.length) }),
    [REVIEW]: (body) => {
      const { ids, decision, label, revisions } = body as {
        ids: string[];
        decision: string;
        label?: string;
        revisions: Record<string, number>;
      };
      const seen = ids.filter((id) => rows.get(id)!.revision === revisions[id]);
      const changed = seen.map((id) => {
        const row = rows.get(id)!;
        const status = decision === 'approve' ? ('approved' as const) : ('rejected' as const);
        return { ...row, status, revision: row.revision + 1, reviewerLabel: label ?? null };
      });
      const conflicts = ids
        .filter((id) => !seen.includes(id))
        .map((id) => {
          const { status, revision, label: now } = rows.get(id)!;
          const by = { id: 'mia', name: 'Mia', isGuest: false };
          const at = new Date().toISOString();
          return { id, status, revision, label: now, change: 'rejected', by, at };
        });
      const changedIds = conflicts.map(({ id }) => id);
      const answer = changed.length > 0 ? carry(changed) : nothing;
      return { status: 200, body: { ...answer, changed: changedIds, conflicts } };
    },
    [UNDO]: ({ decisionId }) => {
      const former = decisions.get(String(decisionId))!;
      const back = former.map((row) => ({ ...row, revision: rows.get(row.id)!.revision + 1 }));
      return { status: 200, body: carry(back) };
    },
  };
  return { rows, routes };
}

const items = ['a', 'b', 'c'].map((id) => reviewItem(id));

describe('review', () => {
  let page: EventTarget;
  beforeEach(() => {
    page = pretendBrowser();
    setActivePinia(createPinia());
  });

  async function openQueue(list: readonly ReviewItem[] = items, change = {}, pageLength = 100) {
    const queue = queueOf(list, pageLength);
    const asked = pretendServer({ ...queue.routes, ...change });
    const review = useReviewStore();
    await review.open(USUAL_VIEW);
    return { review, queue, asked };
  }
  const statuses = (review: ReturnType<typeof useReviewStore>) =>
    review.order.map((id) => review.tiles.get(id)!.item.status);
  /** Everything that is on its way has arrived. */
  const quiet = async (review: ReturnType<typeof useReviewStore>) => {
    while ([...review.tiles.values()].some(({ sending }) => sending > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };

  it('shows a decision before it is sent, and counts what is left', async () => {
    const { review, queue } = await openQueue();
    expect(review.left).toBe(3);
    expect(review.decide(['a', 'c'], { decision: 'approve', as: '2' })).toBe(true);
    expect(statuses(review)).toEqual(['approved', 'pending', 'approved']);
    expect(review.left).toBe(1);
    expect(queue.rows.get('a')!.status).toBe('pending');
    await quiet(review);
    expect(queue.rows.get('a')).toMatchObject({ status: 'approved', reviewerLabel: '2' });
    expect(review.told.words).toBe('Approved 2 as 2.');
  });

  it('has the browser ask before the page is left while decisions are on their way', async () => {
    const { review } = await openQueue();
    const leaves = () => page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leaves()).toBe(true);
    review.decide(['a'], { decision: 'approve' });
    review.decide(['b'], { decision: 'reject' });
    expect(leaves()).toBe(false);
    await quiet(review);
    expect(leaves()).toBe(true);
  });

  it('sends decisions in their order, each with the revision that it was about', async () => {
    const { review, queue, asked } = await openQueue();
    review.decide(['a'], { decision: 'approve' });
    review.decide(['a'], { decision: 'reject' });
    review.undo();
    review.decide(['a'], { decision: 'approve', as: '9' });
    await quiet(review);
    expect(queue.rows.get('a')).toMatchObject({ reviewerLabel: '9', revision: 5 });
    expect(review.tiles.get('a')!.item).toEqual(queue.rows.get('a'));
    const calls = asked.map(({ call }) => call).filter((call) => call.startsWith('POST'));
    expect(calls).toEqual([REVIEW, REVIEW, UNDO, REVIEW]);
  });

  it('takes everything back, one decision after the other', async () => {
    const { review, queue } = await openQueue();
    review.decide(['a', 'b'], { decision: 'approve' });
    review.decide(['c'], { decision: 'reject' });
    await quiet(review);
    expect(review.undo()).toEqual(['c']);
    expect(review.undo()).toEqual(['a', 'b']);
    expect(statuses(review)).toEqual(['pending', 'pending', 'pending']);
    await quiet(review);
    expect([...queue.rows.values()].map(({ status }) => status)).toEqual(statuses(review));
    expect(review.left).toBe(3);
    expect(review.canUndo).toBe(false);
    expect(review.undo()).toEqual([]);
  });

  it('leaves what somebody else was first with, says who, and takes back only its own', async () => {
    const { review, queue } = await openQueue();
    queue.rows.set('b', { ...items[1]!, status: 'rejected', revision: 2 });
    review.decide(['a', 'b'], { decision: 'approve' });
    await quiet(review);
    expect(statuses(review)).toEqual(['approved', 'rejected', 'pending']);
    expect(review.told).toMatchObject({ tone: 'notice' });
    expect(review.told.words).toMatch(/^Mia rejected this, just now/);
    expect(queue.rows.get('b')).toMatchObject({ status: 'rejected', revision: 2 });
    expect(review.undo()).toEqual(['a']);
    await quiet(review);
    expect(queue.rows.get('b')).toMatchObject({ status: 'rejected', revision: 2 });
  });

  it('shows what did not get through as it was, and can do it again', async () => {
    let away = true;
    const queue = queueOf(items);
    const review = useReviewStore();
    pretendServer({
      ...queue.routes,
      [REVIEW]: (body) => (away ? 'away' : queue.routes[REVIEW]!(body)),
    });
    await review.open(USUAL_VIEW);
    review.decide(['a'], { decision: 'approve' });
    await quiet(review);
    expect(statuses(review)[0]).toBe('pending');
    expect(review.told.words).toMatch(/^Can’t reach the server\..*shown as before\.$/);
    expect(useServerStore().away).toBe(true);
    expect(review.canUndo).toBe(false);
    away = false;
    review.decide(['a'], { decision: 'approve' });
    await quiet(review);
    expect(queue.rows.get('a')!.status).toBe('approved');
  });

  it('refuses a label that one of them cannot have, without asking', async () => {
    const letter = reviewItem('l', { task: 'letters', network: 'characters' });
    const { review, asked } = await openQueue([...items, letter]);
    const before = asked.length;
    expect(review.decide(['a', 'l'], { decision: 'approve', as: '7' })).toBe(false);
    expect(review.told).toEqual({ words: '“7” is not a label of letters.', tone: 'problem' });
    expect(asked).toHaveLength(before);
    expect(review.left).toBe(4);
  });

  it('asks for nothing where all stands as wanted', async () => {
    const { review, asked } = await openQueue();
    review.decide(['a'], { decision: 'approve' });
    await quiet(review);
    const before = asked.length;
    expect(review.decide(['a'], { decision: 'approve', as: '1' })).toBe(true);
    expect(asked).toHaveLength(before);
    expect(review.canUndo).toBe(true);
  });

  it('judges more than one call takes in parts, and takes all of it back at once', async () => {
    const many = Array.from({ length: 620 }, (_, at) => reviewItem(`item-${at}`));
    const { review, queue, asked } = await openQueue(many, {}, 1000);
    const ids = many.map(({ id }) => id);
    review.decide(ids, { decision: 'approve' });
    await quiet(review);
    const sent = asked.filter(({ call }) => call === REVIEW).map(({ body }) => body['ids']);
    expect(sent.map((part) => (part as string[]).length)).toEqual([500, 120]);
    expect(review.undo()).toHaveLength(620);
    await quiet(review);
    expect([...queue.rows.values()].every(({ status }) => status === 'pending')).toBe(true);
  });

  it('adds pages, keeps what was decided in its place, and tidies when told', async () => {
    const { review } = await openQueue(items, {}, 2);
    expect(review.order).toEqual(['a', 'b']);
    review.decide(['a'], { decision: 'approve' });
    await review.loadMore();
    await quiet(review);
    expect(review.order).toEqual(['a', 'b', 'c']);
    expect(review.left).toBe(2);
    review.tidy();
    expect(review.order).toEqual(['b', 'c']);
    expect(review.left).toBe(2);
    await review.loadMore();
    expect(review.order).toEqual(['b', 'c']);
  });

  it('asks anew at the end of a list whose order changed meanwhile, until nothing is left', async () => {
    const five = [...items, reviewItem('d'), reviewItem('e')];
    const queue = queueOf(five);
    const left = () => [...queue.rows.values()].filter(({ status }) => status === 'pending');
    pretendServer({
      ...queue.routes,
      // After the first page the others have moved ahead of where it ended, all but one.
      [LIST]: ({ cursor }) => ({
        status: 200,
        body: cursor
          ? { items: [five[4]], nextCursor: null }
          : { items: left().slice(0, 2), nextCursor: left().length > 2 ? 'more' : null },
      }),
      [COUNTS]: () => ({ status: 200, body: counts(left().length) }),
    });
    const review = useReviewStore();
    await review.open(USUAL_VIEW);
    review.decide(['a', 'b'], { decision: 'reject' });
    await review.loadMore();
    review.decide(['e'], { decision: 'approve' });
    await review.loadMore();
    expect(review.order).toEqual(['a', 'b', 'e', 'c', 'd']);
    expect([review.left, review.exhausted]).toEqual([2, false]);
    review.decide(['c', 'd'], { decision: 'approve' });
    expect(review.exhausted).toBe(false);
    await review.loadMore();
    expect([review.left, review.exhausted, left()]).toEqual([0, true, []]);
  });

  it('shows again what somebody reopened when it asks anew, and what came meanwhile', async () => {
    const queue = queueOf(items);
    const came = reviewItem('n');
    pretendServer({
      ...queue.routes,
      [LIST]: () => {
        const pending = [...queue.rows.values()].filter(({ status }) => status === 'pending');
        return { status: 200, body: { items: pending, nextCursor: null } };
      },
    });
    const review = useReviewStore();
    await review.open(USUAL_VIEW);
    review.decide(['a', 'b', 'c'], { decision: 'approve' });
    await quiet(review);
    queue.rows.set('b', { ...items[1]!, revision: 3 });
    queue.rows.set('n', came);
    await review.loadMore();
    expect(review.order).toEqual(['a', 'b', 'c', 'n']);
    expect(statuses(review)).toEqual(['approved', 'pending', 'approved', 'pending']);
    expect(review.tiles.get('b')!.item.revision).toBe(3);
  });

  it('notices what others add and decide', async () => {
    let matching = 3;
    const { review } = await openQueue(items, {
      [COUNTS]: () => ({ status: 200, body: counts(matching) }),
    });
    review.decide(['a'], { decision: 'approve' });
    await quiet(review);
    matching = 5;
    await review.look();
    // One is decided: two should be left, and five are.
    expect([review.drift, review.left]).toEqual([3, 5]);
    matching = 4;
    await review.look();
    expect([review.drift, review.left]).toEqual([2, 4]);
  });

  it('keeps what could not be undone, to be undone once more', async () => {
    const many = Array.from({ length: 620 }, (_, at) => reviewItem(`item-${at}`));
    let undoes = 0;
    const queue = queueOf(many, 1000);
    pretendServer({
      ...queue.routes,
      [UNDO]: (body) => (++undoes === 2 ? 'away' : queue.routes[UNDO]!(body)),
    });
    const review = useReviewStore();
    await review.open(USUAL_VIEW);
    review.decide(
      many.map(({ id }) => id),
      { decision: 'approve' },
    );
    await quiet(review);
    expect(review.undo()).toHaveLength(620);
    await quiet(review);
    const pending = () => statuses(review).filter((status) => status === 'pending').length;
    expect([pending(), review.canUndo]).toEqual([500, true]);
    expect(review.undo()).toHaveLength(120);
    await quiet(review);
    expect([pending(), review.canUndo]).toEqual([620, false]);
  });

  it('takes a server that has no database for away until it is ready, not until it answers', async () => {
    const problem = { status: 503, code: 'database_away', detail: 'The database is away.' };
    pretendServer({ ...HEALTH, [LIST]: () => ({ status: 503, body: problem }) });
    const review = useReviewStore();
    await review.open(USUAL_VIEW);
    expect(review.failure).toBe('The database is away.');
    expect(useServerStore()).toMatchObject({ away: true, unsaved: true });
  });

  it('finds no drift against a list that could not be fetched', async () => {
    let isAway = false;
    const queue = queueOf(items);
    pretendServer({
      ...queue.routes,
      [LIST]: (body) => (isAway ? 'away' : queue.routes[LIST]!(body)),
      [COUNTS]: () => ({ status: 200, body: counts(isAway ? 1 : 3) }),
    });
    const review = useReviewStore();
    await review.open(USUAL_VIEW);
    isAway = true;
    await review.open({ ...USUAL_VIEW, label: '1' });
    await review.look();
    expect(review.drift).toBe(0);
  });

  it('says why a list cannot be shown', async () => {
    pretendServer({ ...HEALTH, [LIST]: () => 'away', [COUNTS]: () => 'away' });
    const review = useReviewStore();
    await review.open(USUAL_VIEW);
    expect([review.failure, review.loading]).toEqual(['Can’t reach the server.', false]);
  });
});
