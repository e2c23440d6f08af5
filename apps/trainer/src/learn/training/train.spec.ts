import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Stroke } from '@inkling/ink';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import type { TrainingSources } from '../augmentation/training-set.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import type { TrainingSettings } from './train.js';

const fixtures = new URL('../../../../../fixtures/', import.meta.url);
const inks = JSON.parse(readFileSync(new URL('unipen.json', fixtures), 'utf8')) as {
  label: string;
  strokes: Stroke[];
}[];
const pictures = JSON.parse(readFileSync(new URL('mnist.json', fixtures), 'utf8')) as {
  label: string;
  pixels: string;
}[];

/** Real handwriting, only little of it, for a network of one convolution. */
const sources: TrainingSources = {
  pictures: {
    count: pictures.length,
    glyphs: Float32Array.from(
      pictures.flatMap(({ pixels }) => [...Buffer.from(pixels, 'base64')]),
      (value) => value / 255,
    ),
    labels: Uint8Array.from(pictures, ({ label }) => Number(label)),
  },
  ink: inks
    .filter(({ label }) => /^\d$/.test(label))
    .map(({ label, strokes }) => ({ strokes, classIndex: Number(label), repeats: 1 })),
  labels: [...'0123456789'],
};

const settings: TrainingSettings = {
  epochs: 3,
  batchSize: 16,
  learningRate: 5e-3,
  weightDecay: 0.01,
  labelSmoothing: 0.05,
  seed: 5,
};

function createSmallNetwork(): LayersModel {
  const build = new LayerBuilder(5);
  const input = tf.input({ shape: [28, 28, 1], name: 'glyph' });
  let x = build.pool('pool1', build.convNormaliseRelu('conv1', input, 8));
  x = build.pool('pool2', x);
  x = tf.layers.flatten({ name: 'flatten' }).apply(x) as typeof x;
  const embedding = build.normalise('embedding', build.dense('features', x, 16, false));
  return tf.model({
    inputs: input,
    outputs: [build.dense('logits', embedding, 10, true), embedding],
  });
}

const task = (validation: Record<string, LabelledGlyphs> = {}) =>
  classification(sources, validation, settings);
const quiet = { onProgress: () => undefined, onEpoch: () => Promise.resolve() };
const weightsOf = (model: LayersModel) =>
  model.weights.map((weight) => [...weight.read().dataSync()]);

let folder: string;
let tf: typeof import('@tensorflow/tfjs-node');
let LayerBuilder: typeof import('../../networks/layers.js').LayerBuilder;
let trainBase: typeof import('./train.js').trainBase;
let classification: typeof import('./classification.js').classification;
let accuracy: typeof import('./train.js').accuracy;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-training-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describeWithTensorflow('trainBase', () => {
  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    ({ LayerBuilder } = await import('../../networks/layers.js'));
    ({ accuracy, trainBase } = await import('./train.js'));
    ({ classification } = await import('./classification.js'));
  });

  it('learns real handwriting', async () => {
    const model = createSmallNetwork();
    const before = accuracy(model, sources.pictures);
    await trainBase(model, task(), { ...settings, epochs: 14 }, folder, quiet);
    const after = accuracy(model, sources.pictures);
    expect(before).toBeLessThan(0.4);
    expect(after).toBeGreaterThan(0.8);
    model.dispose();
  });

  it('goes on from its checkpoint as if it had never stopped', async () => {
    const whole = createSmallNetwork();
    await trainBase(whole, task(), settings, folder, quiet);

    const other = mkdtempSync(join(tmpdir(), 'inkling-training-'));
    const interrupted = createSmallNetwork();
    const stop = new Error('the power went out');
    await expect(
      trainBase(interrupted, task(), settings, other, {
        ...quiet,
        onEpoch: ({ epoch }) => (epoch === 2 ? Promise.reject(stop) : Promise.resolve()),
      }),
    ).rejects.toThrow(stop);
    const resumed = createSmallNetwork();
    await trainBase(resumed, task(), settings, other, quiet);
    rmSync(other, { recursive: true });

    weightsOf(resumed).forEach((values, index) => {
      const expected = weightsOf(whole)[index]!;
      values.forEach((value, at) => expect(Math.abs(value - expected[at]!)).toBeLessThan(2e-3));
    });
  });

  it('refuses a checkpoint that was made with other settings', async () => {
    await trainBase(createSmallNetwork(), task(), { ...settings, epochs: 1 }, folder, quiet);
    await expect(
      trainBase(createSmallNetwork(), task(), { ...settings, epochs: 2 }, folder, quiet),
    ).rejects.toThrow('other settings');
  });

  it('refuses a checkpoint that learnt from other data: it would pass for what never saw them', async () => {
    const short = { ...settings, epochs: 1 };
    const refused = (of: typeof short & { lesson?: string }, lesson = task()) =>
      expect(trainBase(createSmallNetwork(), lesson, of, folder, quiet)).rejects.toThrow(
        'other settings or data',
      );
    await trainBase(createSmallNetwork(), task(), { ...short, lesson: 'all' }, folder, quiet);
    await trainBase(createSmallNetwork(), task(), { ...short, lesson: 'all' }, folder, quiet);
    await refused({ ...short, lesson: '--leave-out syn' });
    await refused(short);
    await refused({ ...short, lesson: 'all' }, { ...task(), stepsPerEpoch: 3 });
  });

  it('holds no more tensors after three epochs than after one', async () => {
    const counts: number[] = [];
    await trainBase(createSmallNetwork(), task({ own: sources.pictures }), settings, folder, {
      ...quiet,
      onEpoch: () => {
        counts.push(tf.memory().numTensors);
        return Promise.resolve();
      },
    });
    expect(counts).toHaveLength(3);
    expect(counts[2]).toBe(counts[0]);
  });

  it('answers with its logits first and then its embedding', () => {
    const model = createSmallNetwork();
    const [logits, embedding] = model.predict(tf.zeros([2, 28, 28, 1])) as Tensor[];
    expect(logits!.shape).toEqual([2, 10]);
    expect(embedding!.shape).toEqual([2, 16]);
  });
});
