import { freshId, keepableId } from './ids.js';

/** What is here already. */
export interface Here {
  /** Whether each id that is in use is the writer's own. */
  readonly byId: ReadonlyMap<string, boolean>;
  /** The writer's own rows that may be those of the file. */
  readonly own: readonly { readonly id: string; readonly key: string }[];
}

/** A row of a file. */
export interface SentRow {
  readonly id: string;
  readonly createdAt: string;
  /** By which a row of the file is found here under another id. */
  readonly key: string;
  /** There is but one row of this key: others of the file are the same, whatever their ids. */
  readonly isSingle?: boolean;
}

export interface PlacedRow {
  /** Here. */
  readonly id: string;
  /** It was here before, or is in the file twice. */
  readonly isKnown: boolean;
}

/** Where the rows of one file are here, over all its parts. */
export class Places {
  /** By ids of the file. */
  private readonly placed = new Map<string, string>();
  /** Rows here that are one of the file: a second one that looks the same is another. */
  private readonly taken = new Set<string>();

  /** @returns in the order given, where each row is here: under its own id, unless that can't be kept or is somebody else's */
  place(rows: readonly SentRow[], { byId, own }: Here): PlacedRow[] {
    for (const { id } of rows) if (byId.get(id)) this.take(id, id);
    const byKey = new Map<string, string[]>();
    for (const { id, key } of own) {
      const same = byKey.get(key);
      if (same) same.push(id);
      else byKey.set(key, [id]);
    }
    const singles = new Map<string, string>();
    return rows.map(({ id: sent, createdAt, key, isSingle = false }) => {
      const sameHere = byKey.get(key)?.find((id) => isSingle || !this.taken.has(id));
      const known = this.placed.get(sent) ?? singles.get(key) ?? sameHere;
      const id = known ?? (byId.has(sent) || !keepableId(sent) ? freshId(createdAt) : sent);
      this.take(sent, id);
      if (isSingle) singles.set(key, id);
      return { id, isKnown: known !== undefined };
    });
  }

  private take(sent: string, id: string): void {
    this.placed.set(sent, id);
    this.taken.add(id);
  }
}
