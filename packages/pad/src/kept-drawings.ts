import type { Ink } from '@inkling/client';

/** A labelled drawing that its server does not have yet. */
export interface KeptDrawing {
  /** The server takes it for the drawing's own, so that what is sent twice counts once. */
  readonly id: string;
  readonly keptMs: number;
  readonly ink: Ink;
  readonly label: string;
  /** The prediction, where the server has read it. */
  readonly predictionId: string | undefined;
}

/** Where labelled drawings outlive their page. Where the browser keeps nothing they last as long as the page. */
export interface KeptDrawings {
  /** In the place of the one with its id. */
  put(drawing: KeptDrawing): Promise<void>;
  remove(id: string): Promise<void>;
  /** In the order in which they were labelled. */
  all(): Promise<readonly KeptDrawing[]>;
}

const DATABASE = 'inkling-pad';
const STORE = 'drawings';
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

/** @param owner whose drawings they are: nothing is sent to another server, or by another key */
export function keptDrawings(owner: string): KeptDrawings {
  return {
    put: (drawing) =>
      quietly(async () => {
        if ((await rowsOf(owner)).length >= MOST_DRAWINGS) return;
        await inStore('readwrite', (store) => store.put({ ...drawing, owner } satisfies Row));
      }),
    remove: (id) =>
      quietly(async () => void (await inStore('readwrite', (store) => store.delete(id)))),
    all: () => rowsOf(owner).catch(() => []),
  };
}

async function rowsOf(owner: string): Promise<Row[]> {
  const rows = await inStore<Row[]>('readonly', (store) => store.getAll());
  const isFresh = ({ keptMs }: Row): boolean => Date.now() - keptMs < MAX_AGE_MS;
  return rows.filter((row) => row.owner === owner && isFresh(row));
}

/** Private windows and full disks refuse: nothing depends on it as long as the page is there. */
const quietly = (work: () => Promise<void>): Promise<void> => work().catch(() => undefined);

async function inStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest,
): Promise<Result> {
  const database = await opened();
  try {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    // Once it is on the disk.
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('It was not kept.'));
    });
    return request.result as Result;
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    // Sorted by their ids, which begin with the time.
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('There is no database.'));
    request.onblocked = () => reject(new Error('Another tab blocks it.'));
  });
}

/** Names who draws without telling the key: 64 bits of FNV-1a over the server's address and the key. */
export function ownerOf(server: string, key: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${server}\n${key}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16);
}
