import type { ReviewResponse } from '@inkling/contract';
import type { Reviewable, ReviewKind } from './review-kind';
import type { Tile, Tiles } from './tiles';
import { withAnswer, withConflict } from './verdict';

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

/** What the server made of some corrections. */
export type Outcome = Pick<ReviewResponse, 'items' | 'missing' | 'conflicts'>;

/** Takes in what the server made of a change. A later one that is still on its way stays shown. */
export function answered<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  tiles: Tiles<Item>,
  ids: readonly string[],
  { items, missing, conflicts }: Outcome,
): Tiles<Item> {
  const reviewed = new Map(items.map((item) => [item.id, item]));
  const foreign = new Map(conflicts.map((conflict) => [conflict.id, conflict]));
  const lost = new Set(missing);
  return changed(tiles, ids, (tile, id) => {
    const answer = reviewed.get(id);
    const conflict = foreign.get(id);
    if (conflict) {
      const sure = withConflict(kind, tile.sure, conflict);
      return { ...tile, item: sure, sure, sending: tile.sending - 1, conflict };
    }
    const sure = answer ? withAnswer(kind, tile.sure, answer) : tile.sure;
    return { ...sent(tile, sure), gone: tile.gone || (!answer && lost.has(id)) };
  });
}

/** Shows again what the server told last: a change did not get through. */
export function refused<Item extends Reviewable>(
  tiles: Tiles<Item>,
  ids: readonly string[],
): Tiles<Item> {
  return changed(tiles, ids, (tile) => sent(tile, tile.sure));
}

/** One change less is on its way; with none left, what the server told is shown. */
function sent<Item extends Reviewable>(tile: Tile<Item>, sure: Item): Tile<Item> {
  const sending = tile.sending - 1;
  return { ...tile, item: sending === 0 ? sure : tile.item, sure, sending };
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
