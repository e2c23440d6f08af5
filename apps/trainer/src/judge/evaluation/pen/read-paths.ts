import { PEN_PATH_SIZE, penPathFromStrokes, type Stroke } from '@inkling/ink';
import {
  asksPen,
  joinFloats,
  withPen,
  type ModelCard,
  type NetworkSession,
  type PenReader,
  type PenWeights,
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

/** Those of the drawings of which the pen network is asked as well. */
export const askingRows = (
  { logits, classes, count }: Answers,
  drawings: readonly (readonly Stroke[])[],
  temperature: number,
  weights: Pick<PenWeights, 'askedBelow'>,
): number[] =>
  Array.from({ length: count }, (_, row) => row).filter((row) =>
    asksPen(
      drawings[row]!,
      logits.subarray(row * classes, (row + 1) * classes),
      temperature,
      weights,
    ),
  );

/**
 * What a glyph network said of drawings, with what the path of the pen says where it is asked, as drawings are answered.
 *
 * @param drawings absent for pictures: their answers stay as they are
 * @param reader absent where glyphs alone tell
 */
export async function answersWithPen(
  answers: Answers,
  drawings: readonly (readonly Stroke[])[] | undefined,
  { network, temperature }: Pick<ModelCard, 'network' | 'temperature'>,
  reader: PenReader | undefined,
): Promise<Answers> {
  if (!drawings || !reader) return answers;
  const { session, weights } = reader;
  const { classes } = answers;
  const ofNetwork = weights[network];
  const asked = askingRows(answers, drawings, temperature, ofNetwork);
  const pen = await readPaths(
    session,
    asked.map((row) => drawings[row]!),
  );
  const logits = answers.logits.slice();
  const size = pen.length / Math.max(1, asked.length);
  asked.forEach((row, at) => {
    const alone = answers.logits.subarray(row * classes, (row + 1) * classes);
    const ofPen = pen.subarray(at * size, (at + 1) * size);
    logits.set(withPen(alone, ofPen, temperature, ofNetwork), row * classes);
  });
  return { ...answers, logits };
}
