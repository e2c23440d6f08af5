import { GLYPH_SIDE } from '@inkling/ink';
import type { Tensor4D } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** What a network takes of one glyph: height, width, channels. */
export const INPUT_SHAPE = [GLYPH_SIDE, GLYPH_SIDE, 1] as const;

/** @param glyphs one after another, 0..1, white ink on black */
export const glyphTensor = (glyphs: Float32Array, count: number): Tensor4D =>
  tf.tensor4d(glyphs, [count, ...INPUT_SHAPE]);
