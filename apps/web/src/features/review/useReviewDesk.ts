import { computed, ref, shallowRef, watch } from 'vue';
import type { Decision } from '@inkling/contract';
import { placeAfter, type GridShape } from './grid';
import type { ReviewCommand } from './keys';
import {
  groupToggled,
  inOrder,
  NOTHING_CHOSEN,
  rangedTo,
  toggled,
  type Selection,
} from './selection';
import type { ReviewStatus } from './review-address';
import type { Reviewable } from './review-kind';
import { isIn, nextIn, type Tiles } from './tiles';
import type { Verdict } from './verdict';

/** What a desk needs of a list that is reviewed. */
export interface DeskList {
  readonly order: readonly string[];
  readonly tiles: Tiles<Reviewable>;
  readonly view: { readonly status: ReviewStatus };
  decide(ids: readonly string[], verdict: Verdict): boolean;
  undo(): readonly string[];
  tell(words: string, tone: 'calm'): void;
}

export interface ReviewDeskOptions {
  readonly review: DeskList;
  /** Those that may be decided together with one; none where they are all different. */
  readonly alikeOf?: (id: string) => readonly string[];
  /** How the wall lies, the number of items aside. */
  readonly shape: () => Omit<GridShape, 'count'>;
  /** Id of the item that is open at the side. */
  readonly opened: () => string | null;
  /** Opens another one, or with `null` closes the side. */
  readonly onOpen: (id: string | null) => void;
  readonly onHelp: () => void;
}

/** Where a reviewer stands in the wall, what is chosen, and what the keys and buttons do with it. */
export function useReviewDesk({
  review,
  alikeOf = () => [],
  shape,
  opened,
  onOpen,
  onHelp,
}: ReviewDeskOptions) {
  const cursor = shallowRef<string | null>(null);
  const selection = shallowRef<Selection>(NOTHING_CHOSEN);
  /** All of what was loaded is decided: the reviewer goes on to the next one as soon as it is there. */
  let goesOn = false;
  /** A label or a text is asked for. */
  const labelling = ref(false);

  const cursorAt = computed(() =>
    cursor.value === null ? -1 : review.order.indexOf(cursor.value),
  );
  const chosen = computed(() => inOrder(selection.value, review.order));
  /** What is open at the side and not in the list, such as what a link leads to. */
  const elsewhere = computed(() => {
    const looked = opened();
    return looked !== null && !review.order.includes(looked) ? looked : null;
  });
  /** What a decision is about: what is chosen, or else the one that is looked at. */
  const targets = computed<readonly string[]>(() => {
    if (chosen.value.length > 0) return chosen.value;
    if (elsewhere.value !== null) return [elsewhere.value];
    return cursor.value === null ? [] : [cursor.value];
  });

  /** Many at once are those that still wait: what was decided is touched one by one alone. */
  const undecided = (...besides: readonly string[]): readonly string[] =>
    review.order.filter(
      (id) => besides.includes(id) || isIn(review.tiles.get(id)!, review.view.status),
    );

  watch(
    () => review.order,
    (order, former) => {
      // A list that only grew keeps everything; in another one somebody stands at the start.
      if (order[0] !== former?.[0]) selection.value = NOTHING_CHOSEN;
      if (goesOn) goOn();
      if (cursor.value !== null && order.includes(cursor.value)) return;
      const looked = opened();
      cursor.value = looked !== null && order.includes(looked) ? looked : (order[0] ?? null);
    },
    { immediate: true },
  );

  function stand(id: string | null): void {
    goesOn = false;
    cursor.value = id;
    if (id !== null && opened() !== null && opened() !== id) onOpen(id);
  }

  function move(command: Extract<ReviewCommand, { do: 'move' }>): void {
    const from = review.order[cursorAt.value];
    const grid = { ...shape(), count: review.order.length };
    const to = review.order[placeAfter(cursorAt.value, command.move, grid)];
    if (to === undefined) return;
    if (command.extend && from !== undefined) {
      selection.value = rangedTo(selection.value, undecided(from, to), from, to);
    }
    stand(to);
  }

  /** A click: takes this one in or out, or everything from the last one to here. */
  function choose(id: string, range = false): void {
    const from = cursor.value ?? id;
    selection.value = range
      ? rangedTo(selection.value, undecided(from, id), from, id)
      : toggled(selection.value, id);
    stand(id);
  }

  function chooseGroup(group: readonly string[]): void {
    if (group.length > 0) selection.value = groupToggled(selection.value, group);
  }

  function rowOfCursor(): readonly string[] {
    const { columns } = shape();
    const start = cursorAt.value - (cursorAt.value % columns);
    const row = cursorAt.value < 0 ? [] : review.order.slice(start, start + columns);
    const eligible = new Set(undecided());
    return row.filter((id) => eligible.has(id));
  }

  function clear(): void {
    selection.value = NOTHING_CHOSEN;
  }

  function decide(decision: Decision, as?: string): void {
    const about = targets.value;
    const verdict: Verdict = { decision, ...(as !== undefined && { as }) };
    if (about.length === 0) return review.tell('Nothing to decide.', 'calm');
    if (!review.decide(about, verdict)) return;
    labelling.value = false;
    clear();
    const last = review.order.indexOf(about.at(-1)!);
    if (last >= 0) goOn(last + 1);
  }

  /** To the next that is still to be decided; from the end on to the first. */
  function goOn(from = 0): void {
    const next = nextIn(review.tiles, review.order, review.view.status, from);
    goesOn = next < 0;
    if (next >= 0) stand(review.order[next]!);
  }

  function undo(): void {
    const back = review.undo().find((id) => review.order.includes(id));
    if (back !== undefined) stand(back);
  }

  /** Leaves the innermost of what was entered. */
  function back(): void {
    if (labelling.value) labelling.value = false;
    else if (opened() !== null) onOpen(null);
    else clear();
  }

  function open(): void {
    onOpen(opened() === cursor.value ? null : cursor.value);
  }

  function run(command: ReviewCommand): void {
    switch (command.do) {
      case 'move':
        return move(command);
      case 'label':
        return decide('approve', command.label);
      case 'approve':
      case 'reject':
        return decide(command.do);
      case 'relabel':
        labelling.value = targets.value.length > 0 && !labelling.value;
        return;
      case 'choose':
        if (cursor.value !== null) selection.value = toggled(selection.value, cursor.value);
        return;
      case 'choose-row':
        return chooseGroup(rowOfCursor());
      case 'choose-cluster':
        if (cursor.value === null) return;
        return chooseGroup(alikeOf(cursor.value));
      case 'choose-all':
        return chooseGroup(undecided());
      case 'undo':
        return undo();
      case 'open':
        return open();
      case 'back':
        return back();
      case 'help':
        return onHelp();
    }
  }

  return {
    ...{ cursor, cursorAt, selection, chosen, elsewhere, targets, labelling },
    ...{ run, choose, stand, clear },
  };
}
