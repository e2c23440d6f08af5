import { freshId, keepableId } from './ids.js';

/** What is here already. */
export interface Here {
  /** Whether each id that is in use is the writer's own. */
  readonly byId: ReadonlyMap<string, boolean>;
  /** The writer's own ids, by what two rows share that are the same. */
  readonly byKey: ReadonlyMap<string, string>;
}

/** A row of a file. */
export interface SentRow {
  readonly id: string;
  readonly createdAt: string;
  /** By which two are the same. */
  readonly key: string;
}

export interface PlacedRow {
  /** Here. */
  readonly id: string;
  /** It was here before, or is in the file twice. */
  readonly isKnown: boolean;
}

/** @returns in the order given, where each row is here: under its own id, unless that can't be kept or is somebody else's */
export function placeRows(rows: readonly SentRow[], here: Here): PlacedRow[] {
  const ids = new Map<string, string>();
  return rows.map(({ id: sent, createdAt, key }) => {
    const own = here.byId.get(sent) ? sent : here.byKey.get(key);
    const known = own ?? ids.get(sent) ?? ids.get(key);
    const isTaken = here.byId.has(sent);
    const id = known ?? (isTaken || !keepableId(sent) ? freshId(createdAt) : sent);
    ids.set(sent, id).set(key, id);
    return { id, isKnown: known !== undefined };
  });
}
