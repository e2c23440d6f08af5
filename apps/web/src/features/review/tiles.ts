import type { ReviewConflict, ReviewItem } from '@inkling/contract';
import type { ReviewStatus } from './review-address';
import type { Reviewable } from './review-kind';

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
  /** Its writer withdrew it. */
  readonly gone: boolean;
}

/** By id. */
export type Tiles<Item extends Reviewable = ReviewItem> = ReadonlyMap<string, Tile<Item>>;

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
 * Takes in a page that was asked for again. Where a decision of one's own is on its way, that one stays
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
