import { messageOf } from '@inkling/contract';
import type { Strip } from '@inkling/ink';
import { joinFloats } from '@inkling/recognizer';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { openOrtSequence } from '../../onnx/ort-session.js';
import { evenlySpread } from '../../data/evenly.js';
import type { EngineOutputs } from '../gate/engines-rule.js';
import type { Latencies } from '../gate/latency-rule.js';
import { takeTurns } from '../gate/measure-latencies.js';
import type { SpokenLines } from './line-answers.js';
import type { LinesModel } from './lines-model.js';

/** The difference between two engines is a matter of rounding and shows on any lines. */
const LINES = 60;

const NONE = new Float32Array();

/** TensorFlow reads what ONNX Runtime has read already. */
export async function compareLineEngines(
  { onnx, card }: LinesModel,
  { lines, sets }: SpokenLines,
): Promise<EngineOutputs> {
  const outputOf = new Map(
    sets.flatMap((set) => set.rows.map((row, at) => [row, set.outputs[at]!.logits] as const)),
  );
  const rows = evenlySpread(lines.length, LINES);
  const logits = joinFloats(rows.map((row) => outputOf.get(row)!));
  const said = { glyphs: rows.length, onnxRuntime: { logits, embeddings: NONE } };
  // Loaded only when it is needed: everything else of the gate works without libtensorflow.
  const { logitsByTensorflow } = await import('./lines-by-tensorflow.js');
  try {
    const strips = rows.map((row): Strip => lines[row]!.strip);
    const own = joinFloats(logitsByTensorflow(onnx, card.characters.length + 1, strips));
    return { ...said, tensorflow: { logits: own, embeddings: NONE } };
  } catch (error) {
    return { ...said, tensorflow: { problem: messageOf(error) } };
  }
}

/** Champion and challenger take turns, because their graphs differ. */
export async function compareLineLatencies(
  champion: LinesModel,
  challenger: LinesModel,
  lines: readonly LabelledLine[],
): Promise<Latencies> {
  const first = await openOrtSequence(champion.onnx);
  const second = await openOrtSequence(challenger.onnx);
  const stripAt = (run: number) => lines[run % lines.length]!.strip;
  const [championMs, challengerMs] = await takeTurns([
    (run) => first.run(stripAt(run)),
    (run) => second.run(stripAt(run)),
  ]);
  await first.release();
  await second.release();
  return { championMs, challengerMs };
}
