import {
  bestClass,
  blend,
  nearest,
  normaliseRows,
  type MemoryMatch,
  type ModelCard,
  type NetworkSession,
  type Task,
} from '@inkling/recognizer';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import { logProbabilitiesOf, pickRows, readGlyphs } from '../../onnx/reading.js';
import type { Plan } from './plan.js';

/** Which rows were read wrong, by the network alone and with what memory holds. */
export interface PlanErrors {
  readonly alone: ReadonlySet<number>;
  readonly withMemory: ReadonlySet<number>;
}

/** Glyphs with their writers, from which plans are drawn. */
export interface Drawings {
  readonly glyphs: LabelledGlyphs;
  readonly hands: readonly string[];
  readonly task: Task;
  readonly allowed: readonly number[];
}

interface Memory {
  readonly rows: readonly number[];
  readonly embeddings: Float32Array;
}

/**
 * Reads what a plan's writers draw besides, and what others draw. In memory are the plan's
 * corrections: a writer's own, and those of the others as shared ones.
 */
export async function readPlan(
  session: NetworkSession,
  card: ModelCard,
  { glyphs, hands, allowed }: Drawings,
  plan: Plan,
): Promise<PlanErrors> {
  const rows = [...plan.corrections, ...plan.remaining, ...plan.others];
  const reading = await readGlyphs(session, pickGlyphs(glyphs, rows));
  const logProbabilities = logProbabilitiesOf(reading, card.temperature, allowed);
  const size = card.embeddingSize;
  const embeddings = normaliseRows(reading.embeddings, size);
  const atRow = new Map(rows.map((row, at) => [row, at]));
  const embeddingOf = (row: number) => {
    const at = atRow.get(row)!;
    return embeddings.subarray(at * size, (at + 1) * size);
  };
  const memoryOf = (keep: (row: number) => boolean): Memory => {
    const kept = plan.corrections.filter(keep);
    const at = kept.map((row) => atRow.get(row)!);
    return { rows: kept, embeddings: pickRows(embeddings, size, at) };
  };
  const matches = (row: number, memory: Memory, own: boolean): MemoryMatch[] =>
    nearest(embeddingOf(row), memory.embeddings, memory.rows.length, size, card.memory.nearest).map(
      ({ index, similarity }) => ({
        classIndex: glyphs.labels[memory.rows[index]!]!,
        similarity,
        own,
      }),
    );

  const memories = new Map(
    plan.hands.map((hand) => [
      hand,
      {
        own: memoryOf((row) => hands[row] === hand),
        shared: memoryOf((row) => hands[row] !== hand),
      },
    ]),
  );
  const everybody = memoryOf(() => true);
  const alone = new Set<number>();
  const withMemory = new Set<number>();
  for (const row of [...plan.remaining, ...plan.others]) {
    const scores = logProbabilities[atRow.get(row)!]!;
    const label = glyphs.labels[row]!;
    if (bestClass(scores) !== label) alone.add(row);
    const mine = memories.get(hands[row]!);
    const found = mine
      ? [...matches(row, mine.own, true), ...matches(row, mine.shared, false)]
      : matches(row, everybody, false);
    if (bestClass(blend(scores, found, card.memory)) !== label) withMemory.add(row);
  }
  return { alone, withMemory };
}
