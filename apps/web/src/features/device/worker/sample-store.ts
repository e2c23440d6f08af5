import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Network } from '@inkling/recognizer';
import { DEVICE_DATABASE } from '../../../shared/forget-device';
import { OWNER, type DeviceSample } from './device-sample';
import type { ToldLines, UnsentLesson } from './line-lessons';
import type { DeviceAlphabet } from './protocol';

const VERSION = 2;

interface Schema extends DBSchema {
  samples: { key: string; value: DeviceSample };
  /** What the server's memory of a network was when it was read last. */
  etags: { key: Network; value: string };
  /** Those that were read with here. */
  alphabets: { key: string; value: DeviceAlphabet };
  /** What the server told of corrected lines. */
  told: { key: typeof OWNER; value: ToldLines };
  /** Lines that were corrected here. */
  lessons: { key: string; value: UnsentLesson };
}

const STORES = ['samples', 'etags', 'alphabets', 'told', 'lessons'] as const;

/** What a person taught, as it outlives the page. Where a browser keeps nothing, the page's own memory has to do. */
export class SampleStore {
  private opening: Promise<IDBPDatabase<Schema> | undefined> | undefined;

  async samples(): Promise<DeviceSample[]> {
    return (await (await this.open())?.getAll('samples')) ?? [];
  }

  async change(put: readonly DeviceSample[], removed: readonly string[]): Promise<void> {
    const database = await this.open();
    if (!database || put.length + removed.length === 0) return;
    const { store, done } = database.transaction('samples', 'readwrite');
    for (const sample of put) void store.put(sample);
    for (const id of removed) void store.delete(id);
    await done;
  }

  async etag(network: Network): Promise<string | undefined> {
    return (await this.open())?.get('etags', network);
  }

  async keepEtag(network: Network, etag: string): Promise<void> {
    await (await this.open())?.put('etags', etag, network);
  }

  async alphabet(id: string): Promise<DeviceAlphabet | undefined> {
    return (await this.open())?.get('alphabets', id);
  }

  async keepAlphabet(alphabet: DeviceAlphabet): Promise<void> {
    await (await this.open())?.put('alphabets', alphabet, alphabet.id);
  }

  async lessons(): Promise<{
    readonly told: ToldLines | undefined;
    readonly unsent: readonly UnsentLesson[];
  }> {
    const database = await this.open();
    return {
      told: await database?.get('told', OWNER),
      unsent: (await database?.getAll('lessons')) ?? [],
    };
  }

  async keepTold(told: ToldLines): Promise<void> {
    await (await this.open())?.put('told', told, OWNER);
  }

  async changeLessons(put: readonly UnsentLesson[], removed: readonly string[]): Promise<void> {
    const database = await this.open();
    if (!database || put.length + removed.length === 0) return;
    const { store, done } = database.transaction('lessons', 'readwrite');
    for (const lesson of put) void store.put(lesson);
    for (const id of removed) void store.delete(id);
    await done;
  }

  /** Nothing of who was here stays in the browser. */
  async clear(): Promise<void> {
    const database = await this.open();
    if (!database) return;
    await Promise.all(STORES.map((name) => database.clear(name)));
  }

  private open(): Promise<IDBPDatabase<Schema> | undefined> {
    this.opening ??= openDB<Schema>(DEVICE_DATABASE, VERSION, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore('samples', { keyPath: 'id' });
          database.createObjectStore('etags');
          database.createObjectStore('alphabets');
        }
        database.createObjectStore('told');
        database.createObjectStore('lessons', { keyPath: 'lineId' });
      },
      // A newer page opens it in another way, or somebody signed out: the next look opens it anew.
      blocking: (_current, _blocked, event) => {
        this.opening = undefined;
        (event.target as IDBDatabase).close();
      },
    }).catch(() => undefined);
    return this.opening;
  }
}
