import type { Decision, ReviewConflict, ReviewItem, ReviewResponse } from '@inkling/contract';
import { classOfLabel } from '@inkling/recognizer';
import type { ReviewStatus } from './review-address';

/** One item of the wall. */
export interface Tile {
  /** As it is shown: with one's own decisions, answered or not. */
  readonly item: ReviewItem;
  /** As the server told it last. */
  readonly sure: ReviewItem;
  /** One's own decisions about it that are still on their way. */
  readonly sending: number;
  /** What somebody else made of it meanwhile. */
  readonly conflict: ReviewConflict | null;
  /** Its writer took it back. */
  readonly gone: boolean;
}

/** By id. */
export type Tiles = ReadonlyMap<string, Tile>;

export interface Verdict {
  readonly decision: Decision;
  /** Approve as this class instead of the writer's. */
  readonly label?: string;
}

/** Adds items that came from the server; those that are known already stay as they are. */
export function withItems(tiles: Tiles, items: readonly ReviewItem[]): Tiles {
  const all = new Map(tiles);
  for (const item of items) {
    if (!all.has(item.id)) {
      all.set(item.id, { item, sure: item, sending: 0, conflict: null, gone: false });
    }
  }
  return all;
}

/**
 * Takes in a page that was asked for anew. Where a decision of one's own is on its way, that one stays
 * shown; otherwise the server is right.
 */
export function withNews(tiles: Tiles, items: readonly ReviewItem[]): Tiles {
  const all = new Map(tiles);
  for (const item of items) {
    if ((all.get(item.id)?.sending ?? 0) > 0) continue;
    all.set(item.id, { item, sure: item, sending: 0, conflict: null, gone: false });
  }
  return all;
}

/** What a decision makes of an item, as the server will. Its revision counts the change. */
export function judged(item: ReviewItem, { decision, label }: Verdict): ReviewItem {
  const revision = item.revision + 1;
  if (decision === 'reject') return { ...item, revision, status: 'rejected', reviewerLabel: null };
  if (decision === 'reopen') return { ...item, revision, status: 'pending', reviewerLabel: null };
  const seen = label === undefined ? item.label : (classOfLabel(item.task, label) ?? label);
  return {
    ...item,
    revision,
    status: 'approved',
    reviewerLabel: seen === item.label ? null : seen,
  };
}

/** Whether a decision would leave everything as it is. */
export function isSettled(item: ReviewItem, verdict: Verdict): boolean {
  const { status, reviewerLabel } = judged(item, verdict);
  return status === item.status && reviewerLabel === item.reviewerLabel;
}

/** The item as it was before a decision that is taken back. */
export function restored(item: ReviewItem, former: ReviewItem): ReviewItem {
  return { ...former, revision: item.revision + 1 };
}

/** Shows a change before the server has heard of it. */
export function begun(
  tiles: Tiles,
  ids: readonly string[],
  change: (item: ReviewItem) => ReviewItem,
): Tiles {
  return changed(tiles, ids, (tile) => ({
    ...tile,
    item: change(tile.item),
    sending: tile.sending + 1,
    conflict: null,
  }));
}

/** Takes in what the server made of a change. A later one that is still on its way stays shown. */
export function answered(
  tiles: Tiles,
  ids: readonly string[],
  { items, missing, conflicts }: Pick<ReviewResponse, 'items' | 'missing' | 'conflicts'>,
): Tiles {
  const reviewed = new Map(items.map((item) => [item.id, item]));
  const foreign = new Map(conflicts.map((conflict) => [conflict.id, conflict]));
  const lost = new Set(missing);
  return changed(tiles, ids, (tile, id) => {
    const answer = reviewed.get(id);
    const conflict = foreign.get(id);
    const sending = tile.sending - 1;
    if (conflict) {
      const sure = afterConflict(tile.sure, conflict);
      return { ...tile, item: sure, sure, sending, conflict };
    }
    if (!answer) {
      const item = sending === 0 ? tile.sure : tile.item;
      return { ...tile, item, sending, gone: tile.gone || lost.has(id) };
    }
    const { status, revision } = answer;
    const word = wordOf(answer);
    const reviewerLabel = word === tile.sure.label ? null : word;
    const sure = { ...tile.sure, status, revision, reviewerLabel };
    return { ...tile, item: sending === 0 ? sure : tile.item, sure, sending };
  });
}

/** Shows again what the server told last: a change did not get through. */
export function refused(tiles: Tiles, ids: readonly string[]): Tiles {
  return changed(tiles, ids, (tile) => {
    const sending = tile.sending - 1;
    return { ...tile, item: sending === 0 ? tile.sure : tile.item, sending };
  });
}

/** The revision of each as it was looked at, for the server to compare. */
export function revisionsOf(tiles: Tiles, ids: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const tile = tiles.get(id);
      return tile ? [[id, tile.item.revision]] : [];
    }),
  );
}

/** Whether it still belongs to a list of this status. */
export function isIn(tile: Tile, status: ReviewStatus): boolean {
  return !tile.gone && tile.item.status === status;
}

/** How many of a list were decided away from its status since it was fetched. */
export function awayFrom(tiles: Tiles, order: readonly string[], status: ReviewStatus): number {
  return order.filter((id) => !isIn(tiles.get(id)!, status)).length;
}

/** The next that still belongs to the list, from a place on and then from the start; or -1. */
export function nextIn(
  tiles: Tiles,
  order: readonly string[],
  status: ReviewStatus,
  from: number,
): number {
  const belongs = (id: string): boolean => isIn(tiles.get(id)!, status);
  const after = order.findIndex((id, at) => at >= from && belongs(id));
  return after >= 0 ? after : order.findIndex(belongs);
}

/** Those of the list that look like this one and are still to be judged like it. */
export function lookAlikes(tiles: Tiles, order: readonly string[], id: string): string[] {
  const tile = tiles.get(id);
  if (!tile) return [];
  const { clusterId, status } = tile.item;
  return order.filter((other) => {
    const { item, gone } = tiles.get(other)!;
    return !gone && item.clusterId === clusterId && item.status === status;
  });
}

/** What the item counts as: the reviewer's label, or else the writer's. */
export const countsAs = ({ reviewerLabel, label }: ReviewItem): string => reviewerLabel ?? label;

/** What an answer says that something counts as: a label, or of a line a text. */
export const wordOf = (told: { readonly label: string } | { readonly text: string }): string =>
  'text' in told ? told.text : told.label;

function afterConflict(item: ReviewItem, conflict: ReviewConflict): ReviewItem {
  const { status, revision } = conflict;
  const label = wordOf(conflict);
  // The writer's own word has changed, and with it the reviewer's is gone.
  if (conflict.change.startsWith('corrected')) {
    return { ...item, status, revision, label, given: label, reviewerLabel: null };
  }
  return { ...item, status, revision, reviewerLabel: label === item.label ? null : label };
}

function changed(
  tiles: Tiles,
  ids: readonly string[],
  change: (tile: Tile, id: string) => Tile,
): Tiles {
  const all = new Map(tiles);
  for (const id of ids) {
    const tile = tiles.get(id);
    if (tile) all.set(id, change(tile, id));
  }
  return all;
}
