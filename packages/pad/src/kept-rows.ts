/** A table of the browser's. Where it keeps nothing (private windows, a full disk), all of its promises are rejected. */
export interface KeptRows<Row extends { readonly id: string }> {
  /** Sorted by their ids. */
  all(): Promise<readonly Row[]>;
  /** In the place of the one with its id. */
  put(row: Row): Promise<void>;
  remove(id: string): Promise<void>;
}

const DATABASE = 'inkling-pad';
const STORE = 'drawings';

/** The rows of all pads of the page's origin, in IndexedDB; they are there once a promise is fulfilled. */
export const keptRows = <Row extends { readonly id: string }>(): KeptRows<Row> => ({
  all: () => inStore<Row[]>('readonly', (store) => store.getAll()),
  put: (row) => inStore('readwrite', (store) => store.put(row)),
  remove: (id) => inStore('readwrite', (store) => store.delete(id)),
});

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
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('There is no database.'));
    request.onblocked = () => reject(new Error('Another tab blocks it.'));
  });
}
