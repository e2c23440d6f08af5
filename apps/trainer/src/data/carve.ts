import { createRandom, shuffle } from '../random.js';
import { pickGlyphs, type LabelledGlyphs } from './glyph-sets.js';

/** The parts of a pool of pictures, none of which shares a picture with another. */
export interface PoolParts {
  readonly train: LabelledGlyphs;
  /** For tuning and for fitting temperatures. */
  readonly validation: LabelledGlyphs;
  /** For the gate alone. */
  readonly gate: LabelledGlyphs;
}

/** Splits a pool by a fixed seed; the parts keep the pool's class frequencies, as far as chance does. */
export function carve(pool: LabelledGlyphs, validation: number, gate: number): PoolParts {
  const order = Int32Array.from({ length: pool.count }, (_, index) => index);
  shuffle(order, createRandom(20_260_101));
  return {
    validation: pickGlyphs(pool, order.subarray(0, validation)),
    gate: pickGlyphs(pool, order.subarray(validation, validation + gate)),
    train: pickGlyphs(pool, order.subarray(validation + gate)),
  };
}
