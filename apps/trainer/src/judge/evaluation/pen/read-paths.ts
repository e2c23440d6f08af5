import { PEN_PATH_SIZE, penPathFromStrokes, type Stroke } from '@inkling/ink';
import {
  asksPen,
  joinFloats,
  withPen,
  type ModelCard,
  type NetworkSession,
  type PenReader,
} from '@inkling/recognizer';
import type { Answers } from '../../../onnx/reading.js';

/** Paths that are in memory at a time. */
const PART = 2048;

/** Logits of the pen network for each of some drawings. */
export async function readPaths(
  session: NetworkSession,
  drawings: readonly (readonly Stroke[])[],
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let from = 0; from < drawings.length; from += PART) {
    const part = drawings.slice(from, from + PART);
    const paths = new Float32Array(part.length * PEN_PATH_SIZE);
    part.forEach((strokes, at) => paths.set(penPathFromStrokes(strokes), at * PEN_PATH_SIZE));
    parts.push((await session.run(paths, part.length)).logits);
  }
  return joinFloats(parts);
}

/** What a glyph network said of drawings, with what the path of the pen says where it is asked, as drawings are answered. */
export async function answersWithPen(
  answers: Answers,
  drawings: readonly (readonly Stroke[])[],
  { network, temperature }: Pick<ModelCard, 'network' | 'temperature'>,
  { session, weights }: PenReader,
): Promise<Answers> {
  const { classes, count } = answers;
  const ofNetwork = weights[network];
  const rowOf = (row: number) => answers.logits.subarray(row * classes, (row + 1) * classes);
  const asked = Array.from({ length: count }, (_, row) => row).filter((row) =>
    asksPen(rowOf(row), temperature, ofNetwork),
  );
  const pen = await readPaths(
    session,
    asked.map((row) => drawings[row]!),
  );
  const logits = answers.logits.slice();
  const size = pen.length / Math.max(1, asked.length);
  asked.forEach((row, at) => {
    const ofPen = pen.subarray(at * size, (at + 1) * size);
    logits.set(withPen(rowOf(row), ofPen, temperature, ofNetwork), row * classes);
  });
  return { ...answers, logits };
}
