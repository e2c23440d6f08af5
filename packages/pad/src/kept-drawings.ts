import type { Ink } from '@inkling/client';
import { keptRows, type KeptRows } from './kept-rows.js';

/** A correction as the server has it, with its label as it was given. */
export interface KnownCorrection {
  readonly id: string;
  readonly label: string;
}

/** A labelled drawing that its server does not have yet. */
export interface KeptDrawing {
  /** A UUIDv7. The server takes it for the drawing's own, so that what is sent twice counts once. */
  readonly id: string;
  readonly keptMs: number;
  readonly ink: Ink;
  readonly label: string;
  /** The prediction, where the server has read it. */
  readonly predictionId: string | undefined;
  /** What the server had when it was labelled. */
  readonly correction?: KnownCorrection | undefined;
  /** Labels that were sent before and got no answer: the server may have them all the same. */
  readonly unanswered?: readonly string[] | undefined;
}

/** Where labelled drawings outlive their page. Where the browser keeps nothing they last as long as the page. */
export interface KeptDrawings {
  /** In the place of the one with its id. */
  put(drawing: KeptDrawing): Promise<void>;
  remove(id: string): Promise<void>;
  /** In the order in which they were labelled. */
  all(): Promise<readonly KeptDrawing[]>;
}

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;
/** More than anybody labels without a network. */
const MOST_DRAWINGS = 200;

/** For pages whose drawings are nobody's in particular. */
export const NOTHING_KEPT: KeptDrawings = {
  put: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  all: () => Promise.resolve([]),
};

interface Row extends KeptDrawing {
  readonly owner: string;
}

/**
 * Takes calls one after the other, since a label may be taken back before it is kept.
 *
 * @param owner whose drawings they are: nothing is sent to another server, or by another key
 */
export function keptDrawings(owner: string, rows: KeptRows<Row> = keptRows()): KeptDrawings {
  let last: Promise<unknown> = Promise.resolve();
  /** What the browser refuses to keep is no failure: nothing depends on it as long as the page is there. */
  const inTurn = <Result>(work: () => Promise<Result>, otherwise: Result): Promise<Result> => {
    const done = last.then(work).catch(() => otherwise);
    last = done;
    return done;
  };

  /** Those that are too old are of nobody any more. */
  async function own(): Promise<Row[]> {
    const all = await rows.all();
    const isFresh = ({ keptMs }: Row): boolean => Date.now() - keptMs < MAX_AGE_MS;
    for (const row of all) if (!isFresh(row)) await rows.remove(row.id);
    return all.filter((row) => row.owner === owner && isFresh(row));
  }

  return {
    put: (drawing) =>
      inTurn(async () => {
        const others = (await own()).filter(({ id }) => id !== drawing.id);
        if (others.length < MOST_DRAWINGS) await rows.put({ ...drawing, owner });
      }, undefined),
    remove: (id) => inTurn(() => rows.remove(id), undefined),
    all: () => inTurn(own, []),
  };
}

/** Names who draws without telling the key: 64 bits of FNV-1a over the server's address and the key. */
export function ownerOf(server: string, key: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${server}\n${key}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16);
}
