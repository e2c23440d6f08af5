import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Unsent } from './unsent';

/** What waits to be sent, in the order in which it was given. All tabs share it. */
export interface OutboxDatabase {
  /** Whether it outlives the page. */
  readonly lasts: boolean;
  /**
   * What `work` makes of everything that waits takes its place, in one transaction: `work` must not wait for anything.
   *
   * @returns what waits now. Rejects where there is no room: then nothing has changed.
   */
  change(work: (items: readonly Unsent[]) => readonly Unsent[]): Promise<readonly Unsent[]>;
}

interface Schema extends DBSchema {
  items: { key: number; value: Unsent & { readonly number?: number } };
}

type Work = Parameters<OutboxDatabase['change']>[0];

const openConnection = (onCut: () => void): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('inkling-outbox', 1, {
    upgrade: (fresh) =>
      void fresh.createObjectStore('items', { keyPath: 'number', autoIncrement: true }),
    // Another tab wants a newer shape, or to delete it all.
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
    terminated: onCut,
  });

/** Uses a connection, which is opened anew where it was closed: browsers cut them, on phones above all. */
export function reopening<Connection>(open: (onCut: () => void) => Promise<Connection>) {
  let opened: Promise<Connection> | undefined;
  const leave = (): void => void (opened = undefined);

  async function connect(): Promise<Connection> {
    opened ??= open(leave);
    return opened.catch((error: unknown) => {
      leave();
      throw error;
    });
  }

  /** @param use may run twice, where its connection turns out to be closed */
  return async function using<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await use(await connect());
    } catch (error) {
      if (!isClosed(error)) throw error;
      leave();
      return use(await connect());
    }
  };
}

const isClosed = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'InvalidStateError';

async function openIndexedDatabase(): Promise<OutboxDatabase> {
  const using = reopening(openConnection);
  await using(() => Promise.resolve());
  return { lasts: true, change: (work) => using((database) => changeIn(database, work)) };
}

async function changeIn(database: IDBPDatabase<Schema>, work: Work): Promise<readonly Unsent[]> {
  const transaction = database.transaction('items', 'readwrite');
  const { store } = transaction;
  const before = await store.getAll();
  const after = work(before);
  const [known, stays] = [new Set<Unsent>(before), new Set(after.map(({ id }) => id))];
  const places = new Map(before.map(({ id, number }) => [id, number]));
  /** In its turn, where there is one with its id. */
  const placed = (item: Unsent) => {
    const number = places.get(item.id);
    return number === undefined ? item : { ...item, number };
  };
  const writes = [
    ...before.filter(({ id }) => !stays.has(id)).map(({ number }) => store.delete(number!)),
    ...after.filter((item) => !known.has(item)).map((item) => store.put(placed(item))),
  ];
  await Promise.all([...writes, transaction.done]);
  return after;
}

/** Where a browser keeps nothing for us (private windows), it lasts as long as the page. */
export function memoryDatabase(): OutboxDatabase {
  let items: readonly Unsent[] = [];
  return { lasts: false, change: (work) => Promise.resolve((items = work(items))) };
}

/** Tests put another one in its place. */
export const outboxDatabase = {
  open: (): Promise<OutboxDatabase> => openIndexedDatabase().catch(memoryDatabase),
};
