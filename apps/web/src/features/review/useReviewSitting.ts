import { useIntervalFn } from '@vueuse/core';
import { computed, ref, watch, type Component } from 'vue';
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router';
import { useServerStore } from '../../shared/api/server-store';
import { useHelp } from '../../shared/ui/help-store';
import { focusWhereLost } from '../../shared/ui/lost-focus';
import type { Keystroke } from '../../shared/ui/shortcuts';
import { counted } from '../../shared/words';
import type { GridShape } from './grid';
import type { ReviewCommand } from './keys';
import { changedView, type Query, type ViewChange } from '../../shared/query-fields';
import { openedOfQuery, reviewedOfQuery, type Reviewed } from './review-address';
import { useReviewDesk, type DeskList } from './useReviewDesk';
import { useReviewKeys } from './useReviewKeys';

/** How often the page looks whether others have decided something. */
const LOOK_EVERY_MS = 20_000;
/** With fewer that wait on what is loaded, more is fetched. */
const FEW = 100;

/** A list that is reviewed, as its store has it. */
interface SittingList<View> extends DeskList {
  readonly view: View & DeskList['view'];
  readonly loading: boolean;
  readonly failure: string;
  readonly exhausted: boolean;
  readonly waitingHere: number;
  readonly away: number;
  readonly drift: number;
  open(view: View): Promise<void>;
  loadMore(): Promise<void>;
  look(): Promise<void>;
}

export interface SittingOptions<View> {
  /** Of what; the address says which of them is shown. */
  readonly of: Reviewed;
  readonly review: SittingList<View>;
  readonly viewOf: (query: Query) => View;
  readonly queryOf: (view: View) => LocationQueryRaw;
  readonly commandOf: (stroke: Keystroke, labelling: boolean) => ReviewCommand | undefined;
  readonly keysDialog: Component;
  readonly alikeOf?: (id: string) => readonly string[];
  /** The wall, once it is there. */
  readonly wall: () => WallHandle | null;
}

export interface WallHandle {
  shape(): Omit<GridShape, 'count'>;
  focus(): void;
}

/** A reviewer at the page: the address, the list that it stands for, and what is done with it. */
export function useReviewSitting<View extends object>({
  of,
  review,
  viewOf,
  queryOf,
  commandOf,
  keysDialog,
  alikeOf,
  wall,
}: SittingOptions<View>) {
  const route = useRoute();
  const router = useRouter();
  const server = useServerStore();

  /** Everything is decided, and the reviewer wants to see it once more. */
  const looksBack = ref(false);
  const isShown = (): boolean =>
    route.path === '/admin/review' && reviewedOfQuery(route.query) === of;
  const opened = computed(() => openedOfQuery(route.query));
  const address = computed(() => JSON.stringify(queryOf(viewOf(route.query))));

  function show(id: string | null): void {
    const query = { ...queryOf(viewOf(route.query)), ...(id !== null && { open: id }) };
    void router.replace({ query });
  }
  function change(fields: ViewChange<View>): void {
    void router.push({ query: queryOf(changedView(viewOf(route.query), fields)) });
  }

  const desk = useReviewDesk({
    review,
    ...(alikeOf && { alikeOf }),
    shape: () => wall()?.shape() ?? { columns: 1, rowsSeen: 1 },
    opened: () => opened.value,
    onOpen: show,
    onHelp: useHelp(keysDialog),
  });
  useReviewKeys({ commandOf, labelling: () => desk.labelling.value, run: desk.run });

  function load(): void {
    looksBack.value = false;
    desk.clear();
    void review.open(viewOf(route.query));
  }
  watch(
    address,
    (_now, former) => {
      // Leaving the page, or going to the other list, changes the address too.
      if (!isShown()) return;
      load();
      if (former !== undefined) window.scrollTo({ top: 0 });
    },
    { immediate: true },
  );
  watch(
    () => server.away,
    (away) => {
      if (!away && review.failure) load();
    },
  );
  watch(
    () => review.loading,
    (loading) => {
      // Keys and screen readers begin in the wall, unless somebody is busy with a filter.
      if (!loading) void focusWhereLost(wall);
    },
  );

  const allDecided = computed(
    () => review.exhausted && review.waitingHere === 0 && !review.loading,
  );
  /** What a link leads to is shown, although nothing else is left. */
  const done = computed(
    () => allDecided.value && !looksBack.value && desk.elsewhere.value === null,
  );
  // The buttons that lead back to the wall are gone with what stood in its place.
  watch(done, (is) => {
    if (!is) void focusWhereLost(wall);
  });
  /** What was decided today is told only when the last decision is among it. */
  const isCounted = ref(true);
  watch(allDecided, async (is) => {
    if (!is) looksBack.value = false;
    else if (review.away > 0) {
      isCounted.value = false;
      await review.look();
      isCounted.value = true;
    }
  });
  // The last ones of what is loaded are decided, and more are to come.
  watch(
    () => review.waitingHere,
    (waiting) => waiting < FEW && void review.loadMore(),
  );
  const driftWords = computed(() => {
    if (review.drift > 0) return `${counted(review.drift, 'more has', 'more have')} come in.`;
    if (review.drift < 0) {
      return `${counted(-review.drift, 'was', 'were')} decided by someone else.`;
    }
    return '';
  });
  useIntervalFn(() => {
    if (document.visibilityState === 'visible') void review.look();
  }, LOOK_EVERY_MS);

  return { opened, show, change, desk, load, done, isCounted, looksBack, driftWords };
}
