import type { GateRuleResult } from '@inkling/contract';
import type { NetworkOutput } from '@inkling/recognizer';
import { counted, decimals } from './wording.js';

/** What both engines say of the same glyphs. */
export interface EngineOutputs {
  readonly glyphs: number;
  readonly onnxRuntime: NetworkOutput;
  /** Or why TensorFlow can't take the weights. */
  readonly tensorflow: NetworkOutput | { readonly problem: string };
}

/**
 * TensorFlow, which goes on training from this file, and ONNX Runtime, which serves it, must say the
 * same of the same glyphs.
 *
 * @param allowed largest difference in any value
 * @param thing that both have read
 */
export function enginesRule(
  { glyphs, onnxRuntime, tensorflow }: EngineOutputs,
  allowed: number,
  thing = 'gate glyph',
): GateRuleResult {
  if ('problem' in tensorflow) {
    return {
      rule: 'engines',
      passed: false,
      sentence: `TensorFlow cannot load the weights from the exported file: ${tensorflow.problem}`,
      figures: { glyphs, allowed, logits: null, embeddings: null },
    };
  }
  const logits = largestDifference(onnxRuntime.logits, tensorflow.logits);
  const embeddings = largestDifference(onnxRuntime.embeddings, tensorflow.embeddings);
  const ofEmbeddings =
    onnxRuntime.embeddings.length === 0 ? '' : ` and ${decimals(embeddings)} in an embedding`;
  return {
    rule: 'engines',
    passed: logits <= allowed && embeddings <= allowed,
    sentence:
      `On ${counted(glyphs, thing)} TensorFlow and ONNX Runtime differ by at most ` +
      `${decimals(logits)} in a logit${ofEmbeddings}; ` +
      `limit ${decimals(allowed)}.`,
    figures: { glyphs, logits, embeddings, allowed },
  };
}

/** Infinite where the lengths differ or a value is no number: within no limit. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let at = 0; at < a.length; at++) {
    const difference = Math.abs(a[at]! - b[at]!);
    if (Number.isNaN(difference)) return Infinity;
    if (difference > largest) largest = difference;
  }
  return largest;
}
