import type {
  LikenessLimits,
  LinesCard,
  ModelCard,
  Network,
  TrainedNetwork,
} from '@inkling/recognizer';
import { getFile } from './server';

/** Names the cache; the service worker leaves it alone. */
const CACHE = 'inkling-models';

/** What is kept of a version beside its file. */
interface KeptVersionOf<Of extends TrainedNetwork, Card> {
  readonly id: string;
  readonly network: Of;
  readonly version: number;
  readonly bytes: number;
  readonly card: Card;
}

export type KeptModel = KeptVersionOf<Network, ModelCard>;
export type KeptLines = KeptVersionOf<'lines', LinesCard>;
export type KeptVersion = KeptModel | KeptLines;

/** The network that tells what is a character at all, as it lies here. */
export interface KeptLikeness {
  readonly sha256: string;
  readonly bytes: number;
  readonly limits: LikenessLimits;
}

/** What is known of free text, as it lies here; `null`: the server has nothing of the kind. */
export interface KeptLanguage {
  readonly sha256: string | null;
  readonly bytes: number;
}

interface Kept {
  likeness: KeptLikeness;
  language: KeptLanguage;
  digits: KeptModel;
  characters: KeptModel;
  lines: KeptLines;
}

const VERSIONED = ['digits', 'characters', 'lines'] as const;
const addressOf = (name: keyof Kept): string => `/device/${name}.json`;

/** Where a version's file comes from, and lies under. */
export const addressOfModel = (id: string): string => `/api/models/${id}/onnx`;
/** The address has the hash, so that another release's file is another one. */
export const addressOfLikeness = (sha256: string): string => `/api/models/likeness/onnx?${sha256}`;
export const addressOfLanguage = (sha256: string): string => `/api/models/language/file?${sha256}`;

/**
 * Files in the browser's cache storage. A description is written after its file, and the file of before goes after that: so
 * what is described is always there. Where a page is not secure browsers have no such storage, and all is fetched anew.
 */
export class FileStore {
  private cache: Promise<Cache> | undefined;

  /** What lies here of a kind. */
  async described<N extends keyof Kept>(name: N): Promise<Kept[N] | undefined> {
    const found = await (await this.open())?.match(addressOf(name));
    return found && ((await found.json()) as Kept[N]);
  }

  /** From here on this is what is read with; what is no longer described goes. */
  describe(name: 'likeness', kept: KeptLikeness): Promise<void>;
  describe(name: 'language', kept: KeptLanguage): Promise<void>;
  describe(name: KeptVersion['network'], kept: KeptVersion): Promise<void>;
  async describe(name: keyof Kept, kept: Kept[keyof Kept]): Promise<void> {
    const cache = await this.open();
    if (!cache) return;
    await cache.put(addressOf(name), new Response(JSON.stringify(kept)));
    await this.removeOthers();
  }

  /** A file that lies here, or is fetched and kept. @param bytes that it must have; absent: any number */
  async file(address: string, bytes?: number): Promise<Uint8Array> {
    const cache = await this.open();
    const found = await cache?.match(address);
    const known = found && (await bytesOf(found));
    if (known && isWhole(known, bytes)) return known;
    const response = await getFile(address);
    const copy = response.clone();
    const fetched = await bytesOf(response);
    if (!isWhole(fetched, bytes)) throw new Error(`${address} did not come whole.`);
    // Where there is no room for it, it is fetched anew the next time.
    await cache?.put(address, copy).catch(() => undefined);
    return fetched;
  }

  /** Files of a kind that are no longer used. */
  async removeLike(kind: RegExp, used: ReadonlySet<string>): Promise<void> {
    const cache = await this.open();
    for (const request of (await cache?.keys()) ?? []) {
      const { pathname, search } = new URL(request.url);
      if (kind.test(pathname) && !used.has(pathname + search)) await cache!.delete(request);
    }
  }

  async versions(): Promise<KeptVersion[]> {
    const found = await Promise.all(VERSIONED.map((network) => this.described(network)));
    return found.filter((one) => one !== undefined);
  }

  async clear(): Promise<void> {
    this.cache = undefined;
    await globalThis.caches?.delete(CACHE);
  }

  private open(): Promise<Cache | undefined> {
    if (!globalThis.caches) return Promise.resolve(undefined);
    this.cache ??= caches.open(CACHE);
    return this.cache.catch(() => undefined);
  }

  private async removeOthers(): Promise<void> {
    const [likeness, language] = await Promise.all([
      this.described('likeness'),
      this.described('language'),
    ]);
    const used = new Set([
      ...(await this.versions()).map(({ id }) => addressOfModel(id)),
      ...(likeness ? [addressOfLikeness(likeness.sha256)] : []),
      ...(language?.sha256 ? [addressOfLanguage(language.sha256)] : []),
    ]);
    await this.removeLike(/^\/api\/models\//, used);
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

const isWhole = ({ length }: Uint8Array, bytes: number | undefined): boolean =>
  bytes === undefined || length === bytes;
