import type { CorrectionResponse, HistoryItem, PredictionResponse } from '@inkling/contract';

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

/** The items after somebody said what one of them is, or took that back (`null`). */
export function withCorrection(
  items: readonly HistoryItem[],
  predictionId: string,
  correction: CorrectionResponse | null,
): HistoryItem[] {
  return items.map((item) => (item.id === predictionId ? { ...item, correction } : item));
}
