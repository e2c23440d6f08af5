import { join } from 'node:path';
import { GLYPH_PIXELS } from '@inkling/ink';
import {
  bestClass,
  LIKENESS_KINDS,
  networkOfTask,
  NETWORKS,
  softmax,
  TASKS,
  type LikenessLimits,
} from '@inkling/recognizer';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { openPen } from '../../judge/evaluation/pen/open-pen.js';
import { answersWithPen } from '../../judge/evaluation/pen/read-paths.js';
import {
  chooseLimits,
  measureLimits,
  type LikenessFigure,
  type ReadSet,
} from '../../judge/likeness/limits.js';
import type { LikenessSet, ReadSurely } from '../../judge/likeness/likeness-sets.js';
import { sureShare } from '../../judge/likeness/sure.js';
import { glyphTensor } from '../../networks/glyph-input.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { readGlyphs } from '../../onnx/reading.js';
import { tf } from '../../tensorflow.js';

/** A network that reads counts as sure of a sign from here on. */
const SURE_FROM = 0.9;

/** Sets with what the network says of them. */
export const readBy = (
  model: LayersModel,
  sets: readonly LikenessSet[],
): (LikenessSet & ReadSet)[] => sets.map((set) => ({ ...set, logits: logitsOf(model, set) }));

/** What is told after an epoch: of each set, the share that is called no character or several. */
export function validationOf(
  model: LayersModel,
  sets: readonly LikenessSet[],
): Record<string, number> {
  const read = readBy(model, sets);
  return Object.fromEntries(
    measureLimits(read, chooseLimits(read))
      .filter(({ task }) => task === 'characters')
      .map(({ set, unlike, several }) => [set, unlike + several]),
  );
}

function logitsOf(model: LayersModel, { glyphs, count }: LikenessSet): Float32Array {
  const batch = 500;
  const all = new Float32Array(count * LIKENESS_KINDS.length);
  for (let from = 0; from < count; from += batch) {
    const rows = Math.min(batch, count - from);
    const pixels = glyphs.subarray(from * GLYPH_PIXELS, (from + rows) * GLYPH_PIXELS);
    const logits = tf.tidy(() =>
      (model.predict(glyphTensor(pixels, rows)) as Tensor[])[0]!.dataSync<'float32'>(),
    );
    all.set(logits, from * LIKENESS_KINDS.length);
  }
  return all;
}

/** With what the server would call sure, by the networks that read, and of ink by the pen's where it is there. */
export async function withSureShares(
  models: string,
  figures: readonly LikenessFigure[],
  sets: readonly (LikenessSet & ReadSet)[],
  limits: LikenessLimits,
): Promise<(LikenessFigure & { sure: number })[]> {
  const shares = new Map<string, number>();
  const pen = await openPen(models);
  const folders = NETWORKS.map((network) => readModelFolder(join(models, network)));
  for (const { onnx, card } of folders) {
    const session = await openOrtSession(onnx);
    for (const set of sets.filter(({ count }) => count > 0)) {
      const seen = await readGlyphs(session, { ...set, labels: new Uint8Array(set.count) });
      const reading = await answersWithPen(seen, set.drawings, card, pen);
      for (const task of TASKS.filter((one) => networkOfTask(one) === card.network)) {
        shares.set(`${set.name} ${task}`, sureShare(set, limits, task, { card, reading }));
      }
    }
    await session.release();
  }
  await pen?.session.release();
  return figures.map((figure) => ({
    ...figure,
    sure: shares.get(`${figure.set} ${figure.task}`)!,
  }));
}

/** By the network of a folder. */
export async function readSurelyBy(folder: string): Promise<ReadSurely> {
  const { onnx, card } = readModelFolder(folder);
  const session = await openOrtSession(onnx);
  const classes = card.labels.length;
  return async (glyphs, count) => {
    const { logits } = await session.run(glyphs, count);
    return Array.from({ length: count }, (_, row) => {
      const scaled = Float64Array.from(
        logits.subarray(row * classes, (row + 1) * classes),
        (value) => value / card.temperature,
      );
      const probabilities = softmax(scaled);
      const best = bestClass(probabilities);
      return probabilities[best]! >= SURE_FROM ? card.labels[best] : undefined;
    });
  };
}
