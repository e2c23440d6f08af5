import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import { likenessOf, type Likeness } from '@inkling/recognizer';
import { parseLikenessCard, type LikenessCard } from '@inkling/recognizer/card';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { Inference } from '../inference/inference.module.js';
import { LIKENESS_SESSION } from '../inference/protocol.js';
import { sha256Of } from '../registry/shipped-models.js';

/** The network as the release has it. */
export interface LikenessFile {
  readonly card: LikenessCard;
  readonly bytes: Uint8Array;
}

/**
 * The network that tells what is a character at all. It comes with the release, has no versions in the registry
 * and is never fine-tuned; without it a low probability alone tells what is no character.
 */
@Injectable()
export class LikenessNetwork implements OnApplicationBootstrap {
  private readonly logger = new Logger(LikenessNetwork.name);
  private loaded: LikenessFile | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly inference: Inference,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const folder = path.join(this.config.modelsDir, 'likeness');
    try {
      const bytes = await readFile(path.join(folder, 'model.onnx'));
      const card = parseLikenessCard(await readFile(path.join(folder, 'card.json'), 'utf8'));
      if (card.file.sha256 !== sha256Of(bytes)) {
        throw new Error('model.onnx is not the file that its card describes');
      }
      await this.inference.pool.load(LIKENESS_SESSION, bytes);
      this.loaded = { card, bytes };
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const reason = isMissing ? `${folder} has no network` : messageOf(error);
      this.logger.warn(`scribbles are told by their probability alone: ${reason}`);
    }
  }

  /** Absent where it is not loaded. */
  get file(): LikenessFile | undefined {
    return this.loaded;
  }

  /** @param logits what the network says of a drawing, see `Recognised` */
  of(logits: Float32Array | undefined): Likeness | undefined {
    if (!logits || !this.loaded) return undefined;
    return likenessOf(logits, this.loaded.card.limits);
  }
}
