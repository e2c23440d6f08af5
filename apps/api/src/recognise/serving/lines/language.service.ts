import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import { LanguageModel, LINES_NETWORK } from '@inkling/recognizer';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/load-config.js';
import { Inference } from '../../inference/inference.module.js';
import { LANGUAGE_MODEL } from '../../inference/protocol.js';
import { sha256Of } from '../../registry/shipped-models.js';

/** The model as the release has it. */
export interface LanguageFile {
  /** Compressed (gzip). */
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * What is known of the language of free text. It comes with the release and has no versions; without it the
 * network alone says what a line says.
 */
@Injectable()
export class Language {
  private readonly logger = new Logger(Language.name);
  private loading: Promise<void> | undefined;
  private reading: Promise<LanguageFile | undefined> | undefined;
  /** Once it is loaded, and if there is one. */
  private known: LanguageModel | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly inference: Inference,
  ) {}

  /** Loads it, once; resolves whether there is one or not. */
  ready(): Promise<void> {
    this.loading ??= this.load();
    return this.loading;
  }

  /** As the release has it; `undefined` where there is none. Nothing is loaded for it. */
  file(): Promise<LanguageFile | undefined> {
    this.reading ??= this.read();
    return this.reading;
  }

  get model(): LanguageModel | undefined {
    return this.known;
  }

  private async read(): Promise<LanguageFile | undefined> {
    const file = path.join(this.config.modelsDir, LINES_NETWORK, 'language.gz');
    try {
      const bytes = await readFile(file);
      return { bytes, sha256: sha256Of(bytes) };
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const reason = isMissing ? `there is no ${file}` : messageOf(error);
      this.logger.warn(`lines are read without a language model: ${reason}`);
      return undefined;
    }
  }

  private async load(): Promise<void> {
    const file = await this.file();
    if (!file) return;
    try {
      const bytes = gunzipSync(file.bytes);
      // Also here, where answers are put together; a damaged file is told once and not by each thread.
      this.known = LanguageModel.parse(bytes);
      await this.inference.pool.load(LANGUAGE_MODEL, bytes, 'language');
    } catch (error) {
      this.logger.warn(`lines are read without a language model: ${messageOf(error)}`);
    }
  }
}
