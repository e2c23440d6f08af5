import { Inject, Injectable } from '@nestjs/common';
import type { Stroke } from '@inkling/ink';
import type { ModelCard } from '@inkling/recognizer';
import { parsePenCard, type PenCard } from '@inkling/recognizer/card';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { Inference } from '../inference/inference.module.js';
import { PEN_SESSION, type PathOfPen } from '../inference/protocol.js';
import { ReleaseNetwork } from './release-network.js';

/** The network that reads the path of the pen; without it drawings are read by their glyphs alone. */
@Injectable()
export class PenNetwork extends ReleaseNetwork<PenCard> {
  constructor(@Inject(CONFIG) config: Config, inference: Inference) {
    super(config, inference, {
      name: PEN_SESSION,
      parse: parsePenCard,
      without: 'drawings are read without the path of the pen',
    });
  }

  /**
   * What to ask it beside a version; absent where it is not loaded, or nobody knows how the pen went.
   *
   * @param card of the version
   */
  asked(
    strokes: readonly Stroke[] | undefined,
    { network, temperature }: Pick<ModelCard, 'network' | 'temperature'>,
  ): PathOfPen | undefined {
    if (!strokes || !this.file) return undefined;
    return { strokes, weights: this.file.card.weights[network], temperature };
  }
}
