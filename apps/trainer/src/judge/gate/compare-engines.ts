import { GLYPH_PIXELS } from '@inkling/ink';
import { evenlySpread } from '../../data/evenly.js';
import { pickRows, type Reading } from '../../onnx/reading.js';
import type { EngineOutputs } from './engines-rule.js';
import type { GateInput } from './gate-input.js';
import { counted } from './wording.js';

/**
 * Unlike an error rate, the difference between two engines is a matter of rounding and shows on any
 * glyphs; so many from all over the gate set take a few seconds, 20,000 would take longer than all else.
 */
const GLYPHS = 2000;

/** TensorFlow reads what ONNX Runtime has read already. */
export async function compareEngines(
  { network, challenger, gateSet }: GateInput,
  { logits, embeddings, classes }: Reading,
  log: (text: string) => void,
): Promise<EngineOutputs> {
  const rows = evenlySpread(gateSet.count, GLYPHS);
  log(`Gate: TensorFlow reads ${counted(rows.length, 'gate glyph')} with the weights of the file`);
  // Loaded only when it is needed: everything else of the gate works without libtensorflow.
  const { readWithTensorflow } = await import('./tensorflow-reading.js');
  const tensorflow = await readWithTensorflow(network, challenger.onnx, {
    glyphs: pickRows(gateSet.glyphs, GLYPH_PIXELS, rows),
    count: rows.length,
  });
  const onnxRuntime = {
    logits: pickRows(logits, classes, rows),
    embeddings: pickRows(embeddings, embeddings.length / gateSet.count, rows),
  };
  return { glyphs: rows.length, onnxRuntime, tensorflow };
}
