import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PEN_PATH_SIZE, penPathFromStrokes, type Stroke } from '@inkling/ink';
import { CHARACTER_LABELS } from '@inkling/recognizer';
import type { Tensor } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';

const fixture = new URL('../../../../../fixtures/unipen.json', import.meta.url);
const inks = JSON.parse(readFileSync(fixture, 'utf8')) as { label: string; strokes: Stroke[] }[];

/** Real handwriting, only little of it: four letters. */
const ink = inks
  .filter(({ label }) => 'AEGR'.includes(label))
  .map(({ label, strokes }) => ({
    strokes,
    classIndex: CHARACTER_LABELS.findIndex((one) => one === label),
    repeats: 8,
  }));

const settings = {
  ...{ epochs: 6, batchSize: 16, learningRate: 3e-3, weightDecay: 0.01 },
  ...{ labelSmoothing: 0.05, seed: 5 },
};

describeWithTensorflow('penTask', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-pen-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('shows each ink as often as it says, drawn anew, and the same for the same seed', async () => {
    const { penTask } = await import('./pen-task.js');
    const task = penTask(ink, settings, () => ({}));
    const batches = [...task.batches(1)];
    expect(batches).toHaveLength(task.stepsPerEpoch);
    expect(batches.every(({ paths, count }) => paths.length === count * PEN_PATH_SIZE)).toBe(true);
    const shown = batches.flatMap(({ labels }) => [...labels]).slice(0, 8 * ink.length);
    expect(shown.sort()).toEqual(
      ink.flatMap((one) => Array<number>(8).fill(one.classIndex)).sort(),
    );
    expect([...task.batches(1)][0]!.paths).toEqual(batches[0]!.paths);
    expect([...task.batches(2)][0]!.paths).not.toEqual(batches[0]!.paths);
  });

  it('teaches a network to tell them apart', async () => {
    const { trainBase } = await import('../training/train.js');
    const { createPenNetwork, penTensor } = await import('../../networks/pen.js');
    const { penTask } = await import('./pen-task.js');
    const model = createPenNetwork(1);
    const task = penTask(ink, settings, () => ({}));
    await trainBase(model, task, settings, folder, {
      onProgress: () => undefined,
      onEpoch: () => Promise.resolve(),
    });
    const paths = new Float32Array(ink.length * PEN_PATH_SIZE);
    ink.forEach(({ strokes }, at) => paths.set(penPathFromStrokes(strokes), at * PEN_PATH_SIZE));
    const [logits] = model.predict(penTensor(paths, ink.length)) as Tensor[];
    const read = [...(await logits!.argMax(1).data())];
    const right = read.filter((one, at) => one === ink[at]!.classIndex);
    expect(right.length).toBeGreaterThanOrEqual(0.9 * ink.length);
    model.dispose();
  }, 60_000);
});
