import {
  taskOfNetwork,
  type ModelCard,
  type NetworkSession,
  type PenReader,
} from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../../data/glyph-sets.js';
import { glyphsOfUnipen, samplesOfTask, type UnipenSample } from '../../../data/unipen.js';
import { readGlyphs, type Reading } from '../../../onnx/reading.js';
import { answersWithPen } from './read-paths.js';

/** Those of some drawings that a network has a class for, row by row. */
export interface ReadDrawings {
  readonly samples: readonly UnipenSample[];
  readonly glyphs: LabelledGlyphs;
  readonly reading: Reading;
}

/**
 * Reads drawings as people are answered, with the embeddings that memory compares.
 *
 * @param pen absent: glyphs alone tell, as those of pictures do
 */
export async function readDrawings(
  { network, temperature }: Pick<ModelCard, 'network' | 'temperature'>,
  session: NetworkSession,
  drawn: readonly UnipenSample[],
  pen: PenReader | undefined,
): Promise<ReadDrawings> {
  const task = taskOfNetwork(network);
  const glyphs = glyphsOfUnipen(drawn, task, network);
  const samples = samplesOfTask(drawn, task, network).map(({ sample }) => sample);
  const seen = await readGlyphs(session, glyphs);
  const strokes = samples.map((sample) => sample.strokes);
  const { logits } = await answersWithPen(seen, strokes, { network, temperature }, pen);
  return { samples, glyphs, reading: { ...seen, logits } };
}
