import { messageOf, type ReviewResponse } from '@inkling/contract';
import { computed, ref, shallowRef } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { useServerStore } from '../../shared/api/server-store';
import { counted } from '../../shared/words';
import type { ReviewStatus } from './review-address';
import { sendReview, sendUndo } from './review-calls';
import type { Reviewable, ReviewKind } from './review-kind';
import { conflictWords, verdictWords } from './review-words';
import { answered, begun, refused, revisionsOf } from './optimistic-tiles';
import { awayFrom, isIn, withItems, withNews, type Tiles } from './tiles';
import { isSettled, judged, restored, type Verdict } from './verdict';

/** As many as one call may judge. */
const MOST_AT_ONCE = 500;
const MOST_UNDONE = 100;

interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

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
  ) => Promise<ListPage<Item>>;
  /** @param since from when on decisions are counted */
  readonly count: (view: View, since: Date) => Promise<Counts>;
}

/** A decision that can be taken back. */
interface Done<Item> {
  ids: readonly string[];
  readonly former: ReadonlyMap<string, Item>;
  /** One for each call that it took. */
  decisionIds: readonly string[];
}

/** What was said last, for everybody to read and hear. */
export interface Told {
  readonly words: string;
  readonly tone: 'calm' | 'notice' | 'problem';
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
  const counts = shallowRef<Counts | null>(null);
  const loading = ref(false);
  const loadingMore = ref(false);
  /** The list was asked for anew when all of it was decided, and the server had nothing more. */
  const exhausted = ref(false);
  const failure = ref('');
  const told = shallowRef<Told>({ words: '', tone: 'calm' });
  const past = shallowRef<readonly Done<Item>[]>([]);
  /** Since the list was fetched: how many others added (above zero) or decided (below). */
  const drift = ref(0);
  const tidiedAway = ref(0);

  const away = computed(() => awayFrom(tiles.value, order.value, view.value.status));
  const waitingHere = computed(() => order.value.length - away.value);
  /** How many of the whole view are left; `null` while that is not known. */
  const left = computed(() => {
    const matching = counts.value?.matching;
    return matching === undefined ? null : Math.max(0, matching - away.value - tidiedAway.value);
  });
  const canUndo = computed(() => past.value.length > 0);

  let opening = new AbortController();
  /** Decisions reach the server in the order in which they were made. */
  let line: Promise<void> = Promise.resolve();
  let waiting = 0;

  /** Fetches a view from its start. */
  async function open(next: View): Promise<void> {
    opening.abort();
    const { signal } = (opening = new AbortController());
    view.value = next;
    order.value = [];
    nextCursor.value = null;
    failure.value = '';
    exhausted.value = false;
    loading.value = true;
    // What was just decided must not come back as if it still waited.
    await line;
    if (signal.aborted) return;
    await noting(async () => {
      const [page, found] = await Promise.all([
        list(next, { limit: pageLength }, signal),
        count(next, midnight()),
      ]);
      if (signal.aborted) return;
      tiles.value = withItems(new Map(), page.items);
      order.value = page.items.map(({ id }) => id);
      nextCursor.value = page.nextCursor;
      counts.value = found;
      [drift.value, tidiedAway.value] = [0, 0];
      exhausted.value = page.items.length === 0;
    }, signal);
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
    await noting(async () => {
      do {
        if (nextCursor.value === null) await askAnew(signal);
        else await nextPage(nextCursor.value, signal);
      } while (!signal.aborted && waitingHere.value === 0 && lacksItems());
    }, signal);
    loadingMore.value = false;
  }

  const lacksItems = (): boolean =>
    nextCursor.value !== null || (waitingHere.value === 0 && !exhausted.value);

  async function nextPage(cursor: string, signal: AbortSignal): Promise<void> {
    const page = await list(view.value, { cursor, limit: pageLength }, signal);
    if (signal.aborted) return;
    tiles.value = withItems(tiles.value, page.items);
    append(page);
  }

  async function askAnew(signal: AbortSignal): Promise<void> {
    // What was just decided must not come back as if it still waited.
    await line;
    const [page, found] = await Promise.all([
      list(view.value, { limit: pageLength }, signal),
      count(view.value, midnight()),
    ]);
    if (signal.aborted) return;
    tiles.value = withNews(tiles.value, page.items);
    append(page);
    exhausted.value = page.items.length === 0;
    if (waiting > 0) return;
    counts.value = withDecided(found);
    drift.value = 0;
  }

  function append({ items, nextCursor: cursor }: ListPage<Item>): void {
    const known = new Set(order.value);
    order.value = [...order.value, ...items.map(({ id }) => id).filter((id) => !known.has(id))];
    nextCursor.value = cursor;
  }

  /** What the server finds, and what was decided since the list was fetched: `left` takes it off again. */
  const withDecided = (found: Counts): Counts => ({
    ...found,
    matching: (found.matching ?? 0) + away.value + tidiedAway.value,
  });

  async function noting(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      failure.value = '';
      await work();
    } catch (error) {
      if (signal.aborted) return;
      failure.value = wordsOf(error);
    }
  }

  /** Looks what was decided today, and whether others have added or decided something. */
  async function look(): Promise<void> {
    await line;
    const expected = left.value;
    if (expected === null || loading.value || waiting > 0) return;
    const asked = view.value;
    const found = await count(asked, midnight()).catch(() => null);
    if (!found || asked !== view.value || waiting > 0 || left.value !== expected) return;
    drift.value += (found.matching ?? expected) - expected;
    counts.value = withDecided(found);
  }

  /** Makes an item known that was opened by its address, or as another's neighbour. */
  function know(item: Item): void {
    tiles.value = withItems(tiles.value, [item]);
  }

  /**
   * Decides, shown at once and sent in turn.
   *
   * @returns whether there was anything to decide
   */
  function decide(wanted: readonly string[], verdict: Verdict): boolean {
    const known = wanted.filter((id) => tiles.value.get(id)?.gone === false);
    const refusal = refusalOf(known, verdict);
    if (refusal) tell(refusal, 'problem');
    const ids = known.filter((id) => !isSettled(kind, tiles.value.get(id)!.item, verdict));
    if (refusal || known.length === 0) return false;
    if (ids.length === 0) {
      tell('Already decided that way.', 'calm');
      return true;
    }
    exhausted.value = false;
    const former = new Map(ids.map((id) => [id, tiles.value.get(id)!.item]));
    const revisions = revisionsOf(tiles.value, ids);
    tiles.value = begun(tiles.value, ids, (item) => judged(kind, item, verdict));
    tell(verdictWords(ids.length, verdict), 'calm');
    const done: Done<Item> = { ids, former, decisionIds: [] };
    past.value = [...past.value, done].slice(-MOST_UNDONE);
    enqueue(() => send(done, verdict, revisions));
    return true;
  }

  /** Takes the last decision back. Returns the ids that it was about. */
  function undo(): readonly string[] {
    const done = past.value.at(-1);
    if (!done) {
      tell('Nothing to undo.', 'calm');
      return [];
    }
    past.value = past.value.slice(0, -1);
    const { ids } = done;
    const back = (item: Item): Item => restored(item, done.former.get(item.id)!);
    tiles.value = begun(tiles.value, ids, back);
    tell(ids.length === 1 ? 'Undone.' : `Undone: ${ids.length}.`, 'calm');
    enqueue(async () => {
      const answers: ReviewResponse[] = [];
      try {
        for (const decisionId of done.decisionIds) answers.push(await sendUndo(decisionId));
      } catch (error) {
        if (answers.length === 0) past.value = [...past.value, done];
        throw error;
      } finally {
        settle(ids, {
          items: answers.flatMap(({ items }) => items),
          missing: answers.flatMap(({ missing }) => missing),
          conflicts: answers.flatMap(({ conflicts }) => conflicts),
        });
      }
    });
    return ids;
  }

  /** Afterwards `done` is about what was really decided. */
  async function send(
    done: Done<Item>,
    verdict: Verdict,
    revisions: Readonly<Record<string, number>>,
  ): Promise<void> {
    const decided: string[] = [];
    try {
      await eachPart(done.ids, async (part) => {
        const seen = Object.fromEntries(part.map((id) => [id, revisions[id]!]));
        const answer = await sendReview({
          ...{ ids: part, decision: verdict.decision, revisions: seen },
          ...(verdict.as !== undefined && kind.named(verdict.as)),
        });
        decided.push(...answer.items.map(({ id }) => id));
        if (answer.decisionId) done.decisionIds = [...done.decisionIds, answer.decisionId];
        return answer;
      });
    } finally {
      done.ids = decided;
      if (decided.length === 0) past.value = past.value.filter((other) => other !== done);
    }
  }

  /** Sends a decision in parts that the server takes; what does not get through is shown as it was. */
  async function eachPart(
    ids: readonly string[],
    send: (part: string[]) => Promise<ReviewResponse>,
  ): Promise<void> {
    for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
      const part = ids.slice(start, start + MOST_AT_ONCE);
      try {
        settle(part, await send(part));
      } catch (error) {
        tiles.value = refused(tiles.value, ids.slice(start));
        throw error;
      }
    }
  }

  function settle(
    ids: readonly string[],
    answer: Pick<ReviewResponse, 'items' | 'missing' | 'conflicts'>,
  ): void {
    tiles.value = answered(kind, tiles.value, ids, answer);
    const [first, ...others] = answer.conflicts;
    if (!first) return;
    const more =
      others.length === 0 ? '' : ` The same applies to ${counted(others.length, 'other')}.`;
    tell(`${conflictWords(first, Date.now())}${more}`, 'notice');
  }

  function enqueue(work: () => Promise<void>): void {
    waiting++;
    line = line
      .then(work)
      .catch((error: unknown) =>
        tell(`${wordsOf(error)} Unsaved decisions are shown as before.`, 'problem'),
      )
      .finally(() => waiting--);
  }

  function refusalOf(ids: readonly string[], { as }: Verdict): string | null {
    if (as === undefined) return null;
    const items = ids.map((id) => tiles.value.get(id)!.item);
    return kind.refusal(items, as);
  }

  /** Takes out of the list what no longer belongs to it. */
  function tidy(): void {
    const kept = order.value.filter((id) => isIn(tiles.value.get(id)!, view.value.status));
    tidiedAway.value += order.value.length - kept.length;
    order.value = kept;
  }

  function tell(words: string, tone: Told['tone']): void {
    told.value = { words, tone };
  }

  function wordsOf(error: unknown): string {
    if (error instanceof ServerAway) server.reportAway();
    return messageOf(error);
  }

  return {
    ...{ view, tiles, order, nextCursor, counts, loading, loadingMore, exhausted, failure },
    ...{ told, drift, away, tidiedAway, waitingHere, left, canUndo },
    ...{ open, loadMore, look, know, decide, undo, tidy, tell },
  };
}

/** Where the reviewer is. */
function midnight(): Date {
  const date = new Date();
  date.setHours(0, 0, 0, 0);
  return date;
}
