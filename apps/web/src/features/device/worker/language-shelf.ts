import { LanguageModel } from '@inkling/recognizer';
import { addressOfLanguage, type FileStore, type KeptLanguage } from './file-store';
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
    if (newest.sha256) await this.files.file(addressOfLanguage(newest.sha256), newest.bytes);
    await this.files.describe('language', newest);
    this.opened = undefined;
  }

  close(): void {
    this.opened = undefined;
  }

  private async open(): Promise<LanguageModel | undefined> {
    const known = await this.files.described('language');
    const kept = known ?? (await newestOne());
    const model = kept.sha256 ? await this.parse(kept.sha256, kept.bytes) : undefined;
    if (!known) await this.files.describe('language', kept);
    return model;
  }

  private async parse(sha256: string, bytes: number): Promise<LanguageModel> {
    const file = await this.files.file(addressOfLanguage(sha256), bytes);
    const whole = new Blob([file as BlobPart]).stream();
    const text = new Response(whole.pipeThrough(new DecompressionStream('gzip')));
    return LanguageModel.parse(new Uint8Array(await text.arrayBuffer()));
  }
}

async function newestOne(): Promise<KeptLanguage> {
  const found = await getLanguage();
  return { sha256: found?.sha256 ?? null, bytes: found?.bytes ?? 0 };
}
