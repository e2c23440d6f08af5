import type {
  LikenessLimits,
  LinesCard,
  ModelCard,
  Network,
  PenReader,
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

/** The network that reads how the pen went, as it lies here. */
interface KeptPen {
  readonly sha256: string;
  readonly bytes: number;
  readonly weights: PenReader['weights'];
}

/** Networks of the release that help those that read. */
export interface KeptHelpers {
  likeness: KeptLikeness;
  pen: KeptPen;
}

/** What is known of free text, as it lies here; `null`: the server has nothing of the kind. */
export interface KeptLanguage {
  readonly sha256: string | null;
  readonly bytes: number;
}

interface Kept extends KeptHelpers {
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
export const addressOfHelper = (name: keyof KeptHelpers, sha256: string): string =>
  `/api/models/${name}/onnx?${sha256}`;
export const addressOfLanguage = (sha256: string): string => `/api/models/language/file?${sha256}`;

/** A file of a description, and where it lies. */
export interface NamedFile {
  readonly address: string;
  readonly bytes: Uint8Array;
}

/**
 * Files in the browser's cache storage. A file and its description are kept together, in one turn for all tabs: no file lies
 * here for a moment that nothing describes, when keeping another one would remove it. Where a page is not secure browsers have
 * no such storage, and all is fetched anew.
 */
export class FileStore {
  private cache: Promise<Cache> | undefined;

  /** What lies here of a kind. */
  async described<N extends keyof Kept>(name: N): Promise<Kept[N] | undefined> {
    const found = await (await this.open())?.match(addressOf(name));
    return found && ((await found.json()) as Kept[N]);
  }

  /** A file that lies here whole. */
  async find(address: string, bytes: number): Promise<Uint8Array | undefined> {
    const found = await (await this.open())?.match(address);
    const file = found && (await bytesOf(found));
    return file?.length === bytes ? file : undefined;
  }

  /** From the server; it is not kept. @throws NoAnswer */
  async fetch(address: string, length: number): Promise<NamedFile> {
    const bytes = await bytesOf(await getFile(address));
    if (bytes.length !== length) throw new Error(`${address} did not come whole.`);
    return { address, bytes };
  }

  /** From here on this is what is read with; what is no longer described goes. Where there is no room for it, all stays as it is. */
  keep<N extends keyof KeptHelpers>(name: N, kept: KeptHelpers[N], file: NamedFile): Promise<void>;
  keep(name: 'language', kept: KeptLanguage, file: NamedFile | undefined): Promise<void>;
  keep(name: KeptVersion['network'], kept: KeptVersion, file: NamedFile): Promise<void>;
  async keep(name: keyof Kept, kept: Kept[keyof Kept], file: NamedFile | undefined): Promise<void> {
    const cache = await this.open();
    if (!cache) return;
    await navigator.locks.request(CACHE, async () => {
      try {
        if (file) await cache.put(file.address, new Response(file.bytes as BodyInit));
        await cache.put(addressOf(name), new Response(JSON.stringify(kept)));
      } catch {
        // It is fetched anew the next time.
      }
      await this.removeOthers(cache);
    });
  }

  /** A file of the app itself that all networks are read with; that of an earlier build goes. */
  async asset(address: string, kind: RegExp): Promise<Uint8Array> {
    const cache = await this.open();
    const found = await cache?.match(address);
    if (found) return bytesOf(found);
    const file = await bytesOf(await getFile(address));
    if (cache) {
      await cache.put(address, new Response(file as BodyInit)).catch(() => undefined);
      await removeLike(cache, kind, new Set([address]));
    }
    return file;
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

  private async removeOthers(cache: Cache): Promise<void> {
    const [likeness, pen, language] = await Promise.all([
      this.described('likeness'),
      this.described('pen'),
      this.described('language'),
    ]);
    const used = new Set([
      ...(await this.versions()).map(({ id }) => addressOfModel(id)),
      ...(likeness ? [addressOfHelper('likeness', likeness.sha256)] : []),
      ...(pen ? [addressOfHelper('pen', pen.sha256)] : []),
      ...(language?.sha256 ? [addressOfLanguage(language.sha256)] : []),
    ]);
    await removeLike(cache, /^\/api\/models\//, used);
  }
}

/** Files of a kind that are no longer used. */
async function removeLike(cache: Cache, kind: RegExp, used: ReadonlySet<string>): Promise<void> {
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (kind.test(pathname) && !used.has(pathname + search)) await cache.delete(request);
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}
