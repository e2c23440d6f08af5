import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pretendBrowser } from '../../../shared/testing/browser';
import {
  addressOfHelper,
  addressOfModel,
  FileStore,
  type KeptLikeness,
  type KeptModel,
} from './file-store';

/** A browser's cache storage of one cache. */
class PretendCache {
  readonly entries = new Map<string, Response>();
  room = true;

  match = (address: string) => Promise.resolve(this.entries.get(address)?.clone());
  keys = () =>
    Promise.resolve([...this.entries.keys()].map((address) => ({ url: `http://page${address}` })));
  put = (address: string, response: Response) => {
    if (!this.room) return Promise.reject(new Error('QuotaExceededError'));
    this.entries.set(address, response);
    return Promise.resolve();
  };
  delete = ({ url }: { url: string }) =>
    Promise.resolve(this.entries.delete(url.slice('http://page'.length)));
}

let cache: PretendCache;
const realFetch = globalThis.fetch;

/** One after the other, as the browser's own for all tabs. */
function pretendLocks() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: (_name: string, work: () => Promise<unknown>) => (last = last.then(work)),
  };
}

beforeEach(() => {
  pretendBrowser();
  cache = new PretendCache();
  Object.assign(globalThis, { caches: { open: () => Promise.resolve(cache) } });
  Object.assign(navigator, { locks: pretendLocks() });
  globalThis.fetch = (() => Promise.resolve(new Response(Uint8Array.of(1, 2)))) as typeof fetch;
});

afterEach(() => {
  delete (globalThis as { caches?: unknown }).caches;
  globalThis.fetch = realFetch;
});

const version = (id: string, network: KeptModel['network'] = 'digits') =>
  ({ id, network, version: 1, bytes: 2 }) as KeptModel;
const fileOf = ({ id }: KeptModel) => ({
  address: addressOfModel(id),
  bytes: Uint8Array.of(1, 2),
});
const likeness = { sha256: 'abc', bytes: 2 } as KeptLikeness;
const likenessFile = { address: addressOfHelper('likeness', 'abc'), bytes: Uint8Array.of(1, 2) };
const keep = (files: FileStore, one: KeptModel) => files.keep(one.network, one, fileOf(one));

describe('FileStore', () => {
  it('has what was kept, also for the next tab, and removes what took its place', async () => {
    const files = new FileStore();
    await keep(files, version('one'));
    await keep(files, version('letters', 'characters'));
    await files.keep('likeness', likeness, likenessFile);
    await keep(files, version('two'));
    const later = new FileStore();
    expect((await later.described('digits'))!.id).toBe('two');
    expect(await later.find(addressOfModel('two'), 2)).toEqual(Uint8Array.of(1, 2));
    expect(await later.find(addressOfModel('one'), 2)).toBeUndefined();
    expect(await later.find(addressOfModel('letters'), 2)).toBeDefined();
    expect(await later.find(addressOfHelper('likeness', 'abc'), 2)).toBeDefined();
  });

  it('loses no file while two tabs keep some at once', async () => {
    const [one, other] = [new FileStore(), new FileStore()];
    const all = [version('one'), version('letters', 'characters')];
    await Promise.all([
      keep(one, all[0]!),
      other.keep('likeness', likeness, likenessFile),
      keep(one, all[1]!),
      other.keep('language', { sha256: null, bytes: 0 }, undefined),
    ]);
    for (const { id } of all) expect(await one.find(addressOfModel(id), 2)).toBeDefined();
    expect(await one.find(addressOfHelper('likeness', 'abc'), 2)).toBeDefined();
  });

  it('keeps nothing of what it only fetched, and finds nothing that is not whole', async () => {
    const files = new FileStore();
    await files.fetch(addressOfModel('one'), 2);
    expect(cache.entries.size).toBe(0);
    await expect(files.fetch(addressOfModel('one'), 3)).rejects.toThrow('did not come whole');
    await keep(files, version('one'));
    expect(await files.find(addressOfModel('one'), 3)).toBeUndefined();
  });

  it('leaves what is here as it is where there is no room for a newer one', async () => {
    const files = new FileStore();
    await keep(files, version('one'));
    cache.room = false;
    await keep(files, version('two'));
    expect((await files.described('digits'))!.id).toBe('one');
    expect(await files.find(addressOfModel('one'), 2)).toBeDefined();
  });

  it("keeps a file of the app, and removes an earlier build's", async () => {
    const files = new FileStore();
    await files.asset('/assets/a.wasm', /\.wasm$/);
    expect(await files.asset('/assets/b.wasm', /\.wasm$/)).toEqual(Uint8Array.of(1, 2));
    expect([...cache.entries.keys()]).toEqual(['/assets/b.wasm']);
  });

  it('fetches all anew where the browser has no such storage', async () => {
    delete (globalThis as { caches?: unknown }).caches;
    const files = new FileStore();
    await keep(files, version('one'));
    expect(await files.described('digits')).toBeUndefined();
    expect((await files.fetch(addressOfModel('one'), 2)).bytes).toHaveLength(2);
  });
});
