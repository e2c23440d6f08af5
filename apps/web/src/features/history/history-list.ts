import type { CorrectionResponse, HistoryItem, PredictionResponse } from '@inkling/contract';
import { byDay, type Day } from '../../shared/days';

/** A fresh prediction as the history will list it. */
export function itemOf(prediction: PredictionResponse, nowMs: number): HistoryItem {
  const { id, task, label, probability, certain, certainty } = prediction;
  const { candidates, decidedBy, model, glyph } = prediction;
  return {
    ...{ id, task, label, probability, certain, certainty, candidates, decidedBy, model, glyph },
    createdAt: new Date(nowMs).toISOString(),
    correction: null,
  };
}

/** Puts an item first, in place of the prediction that it replaces: that one stays only if corrected. */
export function withNewest(
  items: readonly HistoryItem[],
  newest: HistoryItem,
  replaces: string | undefined,
): HistoryItem[] {
  const rest = items.filter(
    ({ id, correction }) => id !== newest.id && (id !== replaces || correction !== null),
  );
  return [newest, ...rest];
}

/** Adds a further page; an item that moved between two requests appears once. */
export function withPage(
  items: readonly HistoryItem[],
  page: readonly HistoryItem[],
): HistoryItem[] {
  const known = new Set(items.map(({ id }) => id));
  return [...items, ...page.filter(({ id }) => !known.has(id))];
}

/** A page without what went while it was on its way: deleted, or replaced unless it was corrected meanwhile. */
export function withoutGone(
  page: readonly HistoryItem[],
  { deleted, replaced }: { deleted: ReadonlySet<string>; replaced: ReadonlySet<string> },
): HistoryItem[] {
  return page.filter(
    ({ id, correction }) => !deleted.has(id) && (correction !== null || !replaced.has(id)),
  );
}

/** The items after somebody said what one of them is, or took that back (`null`). */
export function withCorrection(
  items: readonly HistoryItem[],
  predictionId: string,
  correction: CorrectionResponse | null,
): HistoryItem[] {
  return items.map((item) => (item.id === predictionId ? { ...item, correction } : item));
}

export function without(items: readonly HistoryItem[], ids: readonly string[]): HistoryItem[] {
  const gone = new Set(ids);
  return items.filter(({ id }) => !gone.has(id));
}

const DAY_MS = 86_400_000;

/** Under their days by the reader's own clock, in the order they came. */
export function drawingDays(items: readonly HistoryItem[], nowMs: number): Day<HistoryItem>[] {
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
