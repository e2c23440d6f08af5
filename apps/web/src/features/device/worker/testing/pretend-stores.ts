import type { Network } from '@inkling/recognizer';
import type { DeviceSample } from '../device-sample';
import type { FileStore } from '../file-store';
import type { ToldLines, UnsentLesson } from '../line-lessons';
import type { DeviceAlphabet } from '../protocol';
import type { SampleStore } from '../sample-store';

/** What would lie in a browser's cache and database. */
export class PretendStores {
  readonly described = new Map<string, { readonly version?: number }>();
  /** Addresses of files that were kept. */
  readonly lying = new Set<string>();
  readonly kept = new Map<string, DeviceSample>();
  readonly etags = new Map<Network, string>();
  readonly lessons = new Map<string, UnsentLesson>();
  told: ToldLines | undefined;
  fetched: string[] = [];

  /** @param fileAt what the server has at an address */
  constructor(private readonly fileAt: (address: string) => Uint8Array) {}

  readonly files = {
    described: (name: string) => Promise.resolve(this.described.get(name)),
    keep: (name: string, kept: object, file: { readonly address: string } | undefined) => {
      this.described.set(name, kept);
      if (file) this.lying.add(file.address);
      return Promise.resolve();
    },
    find: (address: string) =>
      Promise.resolve(this.lying.has(address) ? this.fileAt(address) : undefined),
    fetch: (address: string) => {
      this.fetched.push(address);
      return Promise.resolve({ address, bytes: this.fileAt(address) });
    },
    versions: () => Promise.resolve([...this.described.values()]),
    clear: () => {
      this.described.clear();
      this.lying.clear();
      return Promise.resolve();
    },
  } as unknown as FileStore;

  readonly samples = {
    samples: () => Promise.resolve([...this.kept.values()]),
    change: (put: readonly DeviceSample[], removed: readonly string[]) => {
      for (const sample of put) this.kept.set(sample.id, sample);
      for (const id of removed) this.kept.delete(id);
      return Promise.resolve();
    },
    etag: (network: Network) => Promise.resolve(this.etags.get(network)),
    keepEtag: (network: Network, etag: string) => Promise.resolve(this.etags.set(network, etag)),
    alphabet: (): Promise<DeviceAlphabet | undefined> => Promise.resolve(undefined),
    keepAlphabet: () => Promise.resolve(),
    lessons: () => Promise.resolve({ told: this.told, unsent: [...this.lessons.values()] }),
    keepTold: (told: ToldLines) => Promise.resolve(void (this.told = told)),
    changeLessons: (put: readonly UnsentLesson[], removed: readonly string[]) => {
      for (const lesson of put) this.lessons.set(lesson.lineId, lesson);
      for (const id of removed) this.lessons.delete(id);
      return Promise.resolve();
    },
    clear: () => {
      this.kept.clear();
      this.lessons.clear();
      this.told = undefined;
      return Promise.resolve();
    },
  } as unknown as SampleStore;
}
