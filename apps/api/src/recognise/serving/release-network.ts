import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import type { Config } from '../../config/load-config.js';
import type { Inference } from '../inference/inference.module.js';
import { sha256Of } from '../registry/shipped-models.js';

/** What is read of the card of any such network. */
interface FileCard {
  readonly file: { readonly sha256: string; readonly bytes: number };
}

/** The network as the release has it. */
export interface ReleaseFile<Card extends FileCard> {
  readonly card: Card;
  readonly bytes: Uint8Array;
}

/** What a network of the release is called, and what its lack means. */
interface Described<Card> {
  /** Its folder in `models`, and its session. */
  readonly name: string;
  readonly parse: (json: string) => Card;
  readonly without: string;
}

/** A network that helps the ones that read: it comes with the release, has no versions in the registry and is never fine-tuned. */
export abstract class ReleaseNetwork<Card extends FileCard> implements OnApplicationBootstrap {
  private readonly logger = new Logger(this.constructor.name);
  private loaded: ReleaseFile<Card> | undefined;

  constructor(
    private readonly config: Config,
    private readonly inference: Inference,
    private readonly described: Described<Card>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { name, parse, without } = this.described;
    const folder = path.join(this.config.modelsDir, name);
    try {
      const bytes = await readFile(path.join(folder, 'model.onnx'));
      const card = parse(await readFile(path.join(folder, 'card.json'), 'utf8'));
      if (card.file.sha256 !== sha256Of(bytes)) {
        throw new Error('model.onnx is not the file that its card describes');
      }
      await this.inference.pool.load(name, bytes);
      this.loaded = { card, bytes };
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const reason = isMissing ? `${folder} has no network` : messageOf(error);
      this.logger.warn(`${without}: ${reason}`);
    }
  }

  /** Absent where it is not loaded. */
  get file(): ReleaseFile<Card> | undefined {
    return this.loaded;
  }
}
