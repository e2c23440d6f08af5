import { GLYPH_PIXELS } from '@inkling/ink';
import {
  bestClass,
  softmax,
  type ModelCard,
  type NetworkSession,
  type SaliencySession,
} from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { createRandom } from '../../random.js';
import { hottestTenth, pixelOfInk, randomTenth, tenthAround, withoutPixels } from './masking.js';

/** How far the answer's probability moves, 0..1, the mean over drawings, where a tenth of a glyph is made empty. */
export interface MaskingEffect {
  readonly drawings: number;
  /** The hottest tenth of the pixels. */
  readonly hottest: number;
  /** Any tenth of them. */
  readonly random: number;
  /** A tenth in one piece, around the hottest pixel of the ink. */
  readonly pieceAtHottest: number;
  /** The same around any pixel of the ink: as large, in one piece, and on the ink too. */
  readonly pieceAtRandom: number;
}

const SEED = 20_261_127;

/**
 * Whether a network looks where its heat maps say: the answer must hang on what is hot. Drawings are taken from all
 * over the set.
 */
export async function measureMasking(
  sessions: { readonly answers: NetworkSession; readonly saliency: SaliencySession },
  { temperature }: Pick<ModelCard, 'temperature'>,
  { count, glyphs }: Pick<LabelledGlyphs, 'count' | 'glyphs'>,
  drawings: number,
): Promise<MaskingEffect> {
  const random = createRandom(SEED);
  const sums = { hottest: 0, random: 0, pieceAtHottest: 0, pieceAtRandom: 0 };
  const probabilitiesOf = async (glyph: Float32Array) => {
    const { logits } = await sessions.answers.run(glyph, 1);
    return softmax(logits.map((logit) => logit / temperature));
  };
  for (let drawing = 0; drawing < drawings; drawing++) {
    const at = Math.floor((drawing * count) / drawings);
    const glyph = glyphs.subarray(at * GLYPH_PIXELS, (at + 1) * GLYPH_PIXELS);
    const before = await probabilitiesOf(glyph);
    const answer = bestClass(before);
    const [heat] = (await sessions.saliency.run(glyph, [answer])) as [Float32Array];
    const masks = {
      hottest: hottestTenth(heat),
      random: randomTenth(GLYPH_PIXELS, random),
      pieceAtHottest: tenthAround(pixelOfInk(glyph, heat), GLYPH_PIXELS),
      pieceAtRandom: tenthAround(pixelOfInk(glyph, random), GLYPH_PIXELS),
    };
    for (const kind of ['hottest', 'random', 'pieceAtHottest', 'pieceAtRandom'] as const) {
      const after = await probabilitiesOf(withoutPixels(glyph, masks[kind]));
      sums[kind] += Math.abs(before[answer]! - after[answer]!) / drawings;
    }
  }
  return { drawings, ...sums };
}
