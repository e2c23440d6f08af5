import type { Decision, ReviewConflict, ReviewItem, ReviewResponse } from '@inkling/contract';
import type { ReviewStatus } from './review-address';
import { countsAs, type Reviewable, type ReviewKind } from './review-kind';

/** One item of the wall. */
export interface Tile<Item extends Reviewable = ReviewItem> {
  /** As it is shown: with one's own decisions, answered or not. */
  readonly item: Item;
  /** As the server told it last. */
  readonly sure: Item;
  /** One's own decisions about it that are still on their way. */
  readonly sending: number;
  /** What somebody else made of it meanwhile. */
  readonly conflict: ReviewConflict | null;
  /** Its writer took it back. */
  readonly gone: boolean;
}

/** By id. */
export type Tiles<Item extends Reviewable = ReviewItem> = ReadonlyMap<string, Tile<Item>>;

export interface Verdict {
  readonly decision: Decision;
  /** Approve as this label or text instead of the writer's. */
  readonly as?: string;
}

const untouched = <Item extends Reviewable>(item: Item): Tile<Item> => ({
  ...{ item, sure: item, sending: 0, conflict: null, gone: false },
});

/** Adds items that came from the server; those that are known already stay as they are. */
export function withItems<Item extends Reviewable>(
  tiles: Tiles<Item>,
  items: readonly Item[],
): Tiles<Item> {
  const all = new Map(tiles);
  for (const item of items) if (!all.has(item.id)) all.set(item.id, untouched(item));
  return all;
}

/**
 * Takes in a page that was asked for anew. Where a decision of one's own is on its way, that one stays
 * shown; otherwise the server is right.
 */
export function withNews<Item extends Reviewable>(
  tiles: Tiles<Item>,
  items: readonly Item[],
): Tiles<Item> {
  const all = new Map(tiles);
  for (const item of items) {
    if ((all.get(item.id)?.sending ?? 0) === 0) all.set(item.id, untouched(item));
  }
  return all;
}

/** What a decision makes of an item, as the server will. Its revision counts the change. */
export function judged<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  item: Item,
  { decision, as }: Verdict,
): Item {
  const { written } = kind.wordsOf(item);
  const word = as === undefined ? written : kind.kept(item, as);
  const isOther = decision === 'approve' && word !== written;
  const status = STATUS_AFTER[decision];
  const next = { ...item, revision: item.revision + 1, status };
  return kind.withWords(next, { written, reviewed: isOther ? word : null });
}

const STATUS_AFTER = {
  approve: 'approved',
  reject: 'rejected',
  reopen: 'pending',
} as const satisfies Record<Decision, ReviewStatus>;

/** Whether a decision would leave everything as it is. */
export function isSettled<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  item: Item,
  verdict: Verdict,
): boolean {
  const after = judged(kind, item, verdict);
  return after.status === item.status && countsAs(kind, after) === countsAs(kind, item);
}

/** The item as it was before a decision that is taken back. */
export function restored<Item extends Reviewable>(item: Item, former: Item): Item {
  return { ...former, revision: item.revision + 1 };
}

/** Shows a change before the server has heard of it. */
export function begun<Item extends Reviewable>(
  tiles: Tiles<Item>,
  ids: readonly string[],
  change: (item: Item) => Item,
): Tiles<Item> {
  return changed(tiles, ids, (tile) => ({
    ...tile,
    item: change(tile.item),
    sending: tile.sending + 1,
    conflict: null,
  }));
}

/** Takes in what the server made of a change. A later one that is still on its way stays shown. */
export function answered<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  tiles: Tiles<Item>,
  ids: readonly string[],
  { items, missing, conflicts }: Pick<ReviewResponse, 'items' | 'missing' | 'conflicts'>,
): Tiles<Item> {
  const reviewed = new Map(items.map((item) => [item.id, item]));
  const foreign = new Map(conflicts.map((conflict) => [conflict.id, conflict]));
  const lost = new Set(missing);
  return changed(tiles, ids, (tile, id) => {
    const answer = reviewed.get(id);
    const conflict = foreign.get(id);
    const sending = tile.sending - 1;
    if (conflict) {
      const sure = afterConflict(kind, tile.sure, conflict);
      return { ...tile, item: sure, sure, sending, conflict };
    }
    if (!answer) {
      const item = sending === 0 ? tile.sure : tile.item;
      return { ...tile, item, sending, gone: tile.gone || lost.has(id) };
    }
    const sure = toldAs(kind, tile.sure, answer);
    return { ...tile, item: sending === 0 ? sure : tile.item, sure, sending };
  });
}

/** Shows again what the server told last: a change did not get through. */
export function refused<Item extends Reviewable>(
  tiles: Tiles<Item>,
  ids: readonly string[],
): Tiles<Item> {
  return changed(tiles, ids, (tile) => {
    const sending = tile.sending - 1;
    return { ...tile, item: sending === 0 ? tile.sure : tile.item, sending };
  });
}

/** The revision of each as it was looked at, for the server to compare. */
export function revisionsOf<Item extends Reviewable>(
  tiles: Tiles<Item>,
  ids: readonly string[],
): Record<string, number> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const tile = tiles.get(id);
      return tile ? [[id, tile.item.revision]] : [];
    }),
  );
}

/** Whether it still belongs to a list of this status. */
export function isIn<Item extends Reviewable>(tile: Tile<Item>, status: ReviewStatus): boolean {
  return !tile.gone && tile.item.status === status;
}

/** How many of a list were decided away from its status since it was fetched. */
export function awayFrom<Item extends Reviewable>(
  tiles: Tiles<Item>,
  order: readonly string[],
  status: ReviewStatus,
): number {
  return order.filter((id) => !isIn(tiles.get(id)!, status)).length;
}

/** The next that still belongs to the list, from a place on and then from the start; or -1. */
export function nextIn<Item extends Reviewable>(
  tiles: Tiles<Item>,
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

type Told = { readonly status: ReviewStatus; readonly revision: number } & (
  { readonly label: string } | { readonly text: string }
);

/** What an answer says that something counts as. */
export const wordOf = (told: { readonly label: string } | { readonly text: string }): string =>
  'text' in told ? told.text : told.label;

function toldAs<Item extends Reviewable>(kind: ReviewKind<Item>, item: Item, told: Told): Item {
  const { written } = kind.wordsOf(item);
  const word = wordOf(told);
  const { status, revision } = told;
  const words = { written, reviewed: word === written ? null : word };
  return kind.withWords({ ...item, status, revision }, words);
}

function afterConflict<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  item: Item,
  conflict: ReviewConflict,
): Item {
  if (!conflict.change.startsWith('corrected')) return toldAs(kind, item, conflict);
  // The writer's own word has changed, and with it the reviewer's is gone.
  const { status, revision } = conflict;
  return kind.withWords(
    { ...item, status, revision },
    { written: wordOf(conflict), reviewed: null },
  );
}

function changed<Item extends Reviewable>(
  tiles: Tiles<Item>,
  ids: readonly string[],
  change: (tile: Tile<Item>, id: string) => Tile<Item>,
): Tiles<Item> {
  const all = new Map(tiles);
  for (const id of ids) {
    const tile = tiles.get(id);
    if (tile) all.set(id, change(tile, id));
  }
  return all;
}
