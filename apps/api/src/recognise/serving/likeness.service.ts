import { Inject, Injectable } from '@nestjs/common';
import { likenessOf, type Likeness } from '@inkling/recognizer';
import { parseLikenessCard, type LikenessCard } from '@inkling/recognizer/card';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { Inference } from '../inference/inference.module.js';
import { LIKENESS_SESSION } from '../inference/protocol.js';
import { ReleaseNetwork } from './release-network.js';

/** The network that tells what is a character at all; without it a low probability alone tells what is no character. */
@Injectable()
export class LikenessNetwork extends ReleaseNetwork<LikenessCard> {
  constructor(@Inject(CONFIG) config: Config, inference: Inference) {
    super(config, inference, {
      name: LIKENESS_SESSION,
      parse: parseLikenessCard,
      without: 'scribbles are told by their probability alone',
    });
  }

  /** @param logits what the network says of a drawing, see `Recognised` */
  of(logits: Float32Array | undefined): Likeness | undefined {
    if (!logits || !this.file) return undefined;
    return likenessOf(logits, this.file.card.limits);
  }
}
