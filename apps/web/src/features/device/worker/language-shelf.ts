import { LanguageModel } from '@inkling/recognizer';
import { addressOfLanguage, type FileStore, type KeptLanguage, type NamedFile } from './file-store';
import { getLanguage } from './server';

/** What is known of free text, as it lies here. */
export class LanguageShelf {
  private opened: Promise<LanguageModel | undefined> | undefined;

  constructor(private readonly files: FileStore) {}

  async isKept(): Promise<boolean> {
    return (await this.files.described('language')) !== undefined;
  }

  /** `undefined` where the server runs without it. */
  ready(): Promise<LanguageModel | undefined> {
    this.opened ??= this.open().catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  /** Another release may bring another one. */
  async update(): Promise<void> {
    const [known, newest] = await Promise.all([this.files.described('language'), newestOne()]);
    if (newest.sha256 === known?.sha256) return;
    await this.files.keep('language', newest, await this.fetched(newest));
    this.opened = undefined;
  }

  close(): void {
    this.opened = undefined;
  }

  private async open(): Promise<LanguageModel | undefined> {
    const known = await this.files.described('language');
    if (known?.sha256 === null) return undefined;
    const text = known && (await this.files.find(addressOfLanguage(known.sha256), known.bytes));
    if (text) return parse(text);
    const newest = await newestOne();
    const file = await this.fetched(newest);
    const model = file && (await parse(file.bytes));
    await this.files.keep('language', newest, file);
    return model;
  }

  private async fetched({ sha256, bytes }: KeptLanguage): Promise<NamedFile | undefined> {
    return sha256 === null ? undefined : this.files.fetch(addressOfLanguage(sha256), bytes);
  }
}

async function parse(file: Uint8Array): Promise<LanguageModel> {
  const whole = new Blob([file as BlobPart]).stream();
  const text = new Response(whole.pipeThrough(new DecompressionStream('gzip')));
  return LanguageModel.parse(new Uint8Array(await text.arrayBuffer()));
}

async function newestOne(): Promise<KeptLanguage> {
  const found = await getLanguage();
  return { sha256: found?.sha256 ?? null, bytes: found?.bytes ?? 0 };
}
