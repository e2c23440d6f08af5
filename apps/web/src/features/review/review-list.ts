import { messageOf } from '@inkling/contract';
import { computed, ref, shallowRef } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import type { Page } from '../../shared/api/queries';
import { useServerStore } from '../../shared/api/server-store';
import type { ReviewStatus } from './review-address';
import { reviewCount } from './review-count';
import { reviewDecisions } from './review-decisions';
import type { Reviewable, ReviewKind } from './review-kind';
import { awayFrom, isIn, withItems, withNews, type Tiles } from './tiles';

/** Where corrections of one kind come from. */
export interface ReviewQueue<Item extends Reviewable, View, Counts> {
  readonly kind: ReviewKind<Item>;
  readonly usual: View;
  /** How many are fetched at once. */
  readonly pageLength: number;
  readonly list: (
    view: View,
    page: { readonly cursor?: string; readonly limit: number },
    signal: AbortSignal,
  ) => Promise<Page<Item>>;
  /** @param since from when on decisions are counted */
  readonly count: (view: View, since: Date) => Promise<Counts>;
}

/** The review queue of one view, with one's own decisions shown before the server has heard of them. */
export function reviewList<
  Item extends Reviewable,
  View extends { readonly status: ReviewStatus },
  Counts extends { readonly matching?: number | undefined },
>({ kind, usual, pageLength, list, count }: ReviewQueue<Item, View, Counts>) {
  const server = useServerStore();

  const view = shallowRef<View>(usual);
  /** Everything that is known, also what is opened without being in the list. */
  const tiles = shallowRef<Tiles<Item>>(new Map());
  /** Ids of the list as it stands. What was decided keeps its place until the list is tidied. */
  const order = shallowRef<readonly string[]>([]);
  const nextCursor = ref<string | null>(null);
  const loading = ref(false);
  const loadingMore = ref(false);
  /** The list was asked for again when all of it was decided, and the server had nothing more. */
  const exhausted = ref(false);
  const failure = ref('');

  const away = computed(() => awayFrom(tiles.value, order.value, view.value.status));
  const waitingHere = computed(() => order.value.length - away.value);
  const { counts, drift, tidiedAway, left, ...counter } = reviewCount<Counts>(() => away.value);
  const { told, canUndo, tell, decide, undo, ...decisions } = reviewDecisions({
    ...{ kind, tiles },
    onDecide: () => (exhausted.value = false),
    onFailure: report,
  });

  let opening = new AbortController();

  /** Fetches a view from its start. */
  async function open(next: View): Promise<void> {
    opening.abort();
    const { signal } = (opening = new AbortController());
    view.value = next;
    order.value = [];
    nextCursor.value = null;
    exhausted.value = loadingMore.value = false;
    loading.value = true;
    await noting(signal, async () => {
      const [page, found] = await firstPage(signal);
      if (signal.aborted) return;
      tiles.value = withItems(new Map(), page.items);
      append(page);
      counter.begin(found);
      exhausted.value = page.items.length === 0;
    });
    if (!signal.aborted) loading.value = false;
  }

  /**
   * The next page, unless it is on its way already. At the end of the list it is asked for from its start,
   * once all of it is decided: a decision changes how suspicious others are, so what moved ahead of the
   * place that one had reached was on no page.
   */
  async function loadMore(): Promise<void> {
    if (loading.value || loadingMore.value || !lacksItems()) return;
    const { signal } = opening;
    loadingMore.value = true;
    await noting(signal, async () => {
      do {
        if (nextCursor.value === null) await askAgain(signal);
        else await nextPage(nextCursor.value, signal);
      } while (!signal.aborted && waitingHere.value === 0 && lacksItems());
    });
    if (!signal.aborted) loadingMore.value = false;
  }

  const lacksItems = (): boolean =>
    nextCursor.value !== null || (waitingHere.value === 0 && !exhausted.value);

  async function nextPage(cursor: string, signal: AbortSignal): Promise<void> {
    const page = await list(view.value, { cursor, limit: pageLength }, signal);
    if (signal.aborted) return;
    tiles.value = withItems(tiles.value, page.items);
    append(page);
  }

  async function askAgain(signal: AbortSignal): Promise<void> {
    const [page, found] = await firstPage(signal);
    if (signal.aborted) return;
    tiles.value = withNews(tiles.value, page.items);
    append(page);
    exhausted.value = page.items.length === 0;
    if (decisions.isSending()) return;
    counter.renew(found);
    drift.value = 0;
  }

  /** What was just decided must not come back as if it still waited, so that is sent first. */
  async function firstPage(signal: AbortSignal): Promise<[Page<Item>, Counts]> {
    await decisions.sent();
    signal.throwIfAborted();
    return Promise.all([
      list(view.value, { limit: pageLength }, signal),
      count(view.value, midnight()),
    ]);
  }

  function append({ items, nextCursor: cursor }: Page<Item>): void {
    order.value = [...new Set([...order.value, ...items.map(({ id }) => id)])];
    nextCursor.value = cursor;
  }

  async function noting(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    failure.value = '';
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      report(error);
      failure.value = messageOf(error);
    }
  }

  /** Looks what was decided today, and whether others have added or decided something. */
  async function look(): Promise<void> {
    await decisions.sent();
    const expected = left.value;
    if (expected === null || loading.value || decisions.isSending()) return;
    // There is no list to compare with.
    if (failure.value !== '' && order.value.length === 0) return;
    const asked = view.value;
    const found = await count(asked, midnight()).catch(() => null);
    if (!found || asked !== view.value) return;
    if (decisions.isSending() || left.value !== expected) return;
    drift.value += (found.matching ?? expected) - expected;
    counter.renew(found);
  }

  /** Makes an item known that was opened by its address, or as another's neighbour. */
  function know(item: Item): void {
    tiles.value = withItems(tiles.value, [item]);
  }

  /** Takes out of the list what no longer belongs to it. */
  function tidy(): void {
    const kept = order.value.filter((id) => isIn(tiles.value.get(id)!, view.value.status));
    tidiedAway.value += order.value.length - kept.length;
    order.value = kept;
  }

  function report(error: unknown): void {
    if (error instanceof ServerAway) server.reportAway(error);
  }

  return {
    ...{ view, tiles, order, nextCursor, counts, loading, loadingMore, exhausted, failure },
    ...{ told, drift, away, tidiedAway, waitingHere, left, canUndo },
    ...{ open, loadMore, look, know, decide, undo, tidy, tell },
    /** Settles when all decisions so far have been answered. */
    sent: decisions.sent,
  };
}

/** Where the reviewer is. */
function midnight(): Date {
  const date = new Date();
  date.setHours(0, 0, 0, 0);
  return date;
}
