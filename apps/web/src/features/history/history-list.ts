import type { HistoryItem, PredictionResponse } from '@inkling/contract';
import { byDay, type Day } from '../../shared/days';
import { taskOf } from '../../shared/labels';

/** A drawing or a line. */
export interface Listed {
  readonly id: string;
  readonly correction: { readonly id: string } | null;
}

/**
 * A fresh prediction as the history will list it.
 *
 * @param alphabet the one that was its task
 */
export function itemOf(
  prediction: PredictionResponse,
  nowMs: number,
  alphabet: HistoryItem['alphabet'] = null,
): HistoryItem {
  const { id, label, probability, certain, certainty } = prediction;
  const { candidates, decidedBy, model, glyph } = prediction;
  return {
    ...{ id, label, probability, certain, certainty, candidates, decidedBy, model, glyph },
    ...{ task: taskOf(prediction.task), alphabet },
    createdAt: new Date(nowMs).toISOString(),
    correction: null,
  };
}

/** Puts an item first, in place of the one that it replaces: that one stays only if corrected. */
export function withNewest<Item extends Listed>(
  items: readonly Item[],
  newest: Item,
  replaces: string | undefined,
): Item[] {
  const rest = items.filter(
    ({ id, correction }) => id !== newest.id && (id !== replaces || correction !== null),
  );
  return [newest, ...rest];
}

/** Adds a further page; an item that moved between two requests appears once. */
export function withPage<Item extends Listed>(
  items: readonly Item[],
  page: readonly Item[],
): Item[] {
  const known = new Set(items.map(({ id }) => id));
  return [...items, ...page.filter(({ id }) => !known.has(id))];
}

/** A page without what went while it was on its way: deleted, or replaced unless it was corrected meanwhile. */
export function withoutGone<Item extends Listed>(
  page: readonly Item[],
  { deleted, replaced }: { deleted: ReadonlySet<string>; replaced: ReadonlySet<string> },
): Item[] {
  return page.filter(
    ({ id, correction }) => !deleted.has(id) && (correction !== null || !replaced.has(id)),
  );
}

/** The items after a correction was taken back, whichever of them it is of. */
export function withoutCorrection<Item extends Listed>(
  items: readonly Item[],
  correctionId: string,
): Item[] {
  return items.map((item) =>
    item.correction?.id === correctionId ? { ...item, correction: null } : item,
  );
}

/** The items after somebody said what one of them is, or took that back (`null`). */
export function withCorrection<Item extends Listed>(
  items: readonly Item[],
  itemId: string,
  correction: Item['correction'],
): Item[] {
  return items.map((item) => (item.id === itemId ? { ...item, correction } : item));
}

export function without<Item extends Listed>(
  items: readonly Item[],
  ids: readonly string[],
): Item[] {
  const gone = new Set(ids);
  return items.filter(({ id }) => !gone.has(id));
}

/** Where the item that follows the last of those that go will be in the list without them. */
export function placeAfterGone(items: readonly Listed[], gone: readonly Listed[]): number {
  const ids = new Set(gone.map(({ id }) => id));
  const last = items.findLastIndex(({ id }) => ids.has(id));
  return items.slice(0, last + 1).filter(({ id }) => !ids.has(id)).length;
}

const DAY_MS = 86_400_000;

/** Under their days by the reader's own clock, in the order they came. */
export function drawingDays<Item extends { readonly createdAt: string }>(
  items: readonly Item[],
  nowMs: number,
): Day<Item>[] {
  const nameOf = (ms: number): string => byDay([{ at: new Date(ms).toISOString() }])[0]!.name;
  const known = new Map([
    [nameOf(nowMs), 'Today'],
    [nameOf(nowMs - DAY_MS), 'Yesterday'],
  ]);
  const dated = items.map((item) => ({ at: item.createdAt, item }));
  return byDay(dated).map((day) => ({
    name: known.get(day.name) ?? day.name,
    items: day.items.map(({ item }) => item),
  }));
}
