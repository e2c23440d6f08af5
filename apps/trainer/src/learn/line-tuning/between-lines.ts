import type { LinesCard } from '@inkling/recognizer';
import { exportSequenceOnnx } from '../../onnx/export-onnx.js';
import { restoreLines } from '../../onnx/restore-network.js';
import { restoreWeights } from '../../onnx/restore-weights.js';
import { betweenWeights, readWeights, writeWeights } from '../fine-tuning/weights.js';

/** `betweenFiles` for networks that read lines. */
export function betweenLines(
  { onnx: from, card }: { readonly onnx: Uint8Array; readonly card: LinesCard },
  to: Uint8Array,
  share: number,
): Uint8Array {
  const model = restoreLines(from, card.characters.length + 1);
  try {
    const start = readWeights(model);
    restoreWeights(model, to);
    writeWeights(model, betweenWeights(start, readWeights(model), share));
    return exportSequenceOnnx(model);
  } finally {
    model.dispose();
  }
}
