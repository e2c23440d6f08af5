import {
  normaliseRows,
  type ModelCard,
  type Network,
  type NetworkSession,
  type PenReader,
  type Task,
} from '@inkling/recognizer';
import type { UnipenSample } from '../../../data/unipen.js';
import {
  allowedClasses,
  filterReading,
  logProbabilitiesOf,
  type Reading,
} from '../../../onnx/reading.js';
import { readDrawings } from '../pen/read-drawings.js';

/** Glyphs of several hands as one task sees them: all that the trials need, computed once. */
export interface Subject {
  readonly task: Task;
  readonly count: number;
  /** Numbers an embedding has. */
  readonly size: number;
  /** `[count, size]`, rows of length 1. */
  readonly embeddings: Float32Array;
  /** What the network alone says, masked for the task. */
  readonly logProbabilities: readonly Float64Array[];
  readonly labels: Uint8Array;
  /** Who drew each. */
  readonly hands: readonly string[];
  readonly allowed: readonly number[];
}

/** The tasks that a network's memory serves. */
export function tasksOfMemory(network: Network): readonly Task[] {
  return network === 'digits' ? ['digits'] : ['letters', 'characters'];
}

/**
 * One subject for each task of the network; the glyphs pass the network once.
 *
 * @param pen asked of them as drawings are answered; absent: glyphs alone tell, as those of pictures do
 */
export async function subjectsOf(
  card: Pick<ModelCard, 'network' | 'temperature'>,
  session: NetworkSession,
  drawn: readonly UnipenSample[],
  pen?: PenReader,
): Promise<Subject[]> {
  const { samples, reading } = await readDrawings(card, session, drawn, pen);
  const hands = samples.map(({ hand }) => hand);
  return subjectsOfReading(card.network, reading, hands, card.temperature);
}

/** The same of glyphs that the network has read already, and who drew them. */
export function subjectsOfReading(
  network: Network,
  reading: Reading,
  hands: readonly string[],
  temperature: number,
): Subject[] {
  return tasksOfMemory(network).map((task) => {
    const allowed = allowedClasses(network, task);
    const fits = (row: number) => allowed.includes(reading.labels[row]!);
    return subjectOf(
      task,
      filterReading(reading, fits),
      hands.filter((_, row) => fits(row)),
      allowed,
      temperature,
    );
  });
}

function subjectOf(
  task: Task,
  reading: Reading,
  hands: readonly string[],
  allowed: readonly number[],
  temperature: number,
): Subject {
  const { count, labels, embeddings } = reading;
  if (count === 0) throw new Error(`There is no ink for the task ${task} to tune memory on.`);
  const size = embeddings.length / count;
  return {
    task,
    count,
    size,
    embeddings: normaliseRows(embeddings, size),
    logProbabilities: logProbabilitiesOf(reading, temperature, allowed),
    labels,
    hands,
    allowed,
  };
}
