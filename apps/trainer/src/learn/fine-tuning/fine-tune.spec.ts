import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { TrainingProgress } from '@inkling/contract';
import { readGlyphs } from '../../onnx/reading.js';
import { decodeModel } from '../../onnx/onnx-schema.js';
import { floatsOfTensor } from '../../onnx/onnx-tensor.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { WHITENED } from '../../networks/whitened.js';
import { DEFAULT_PARAMETERS } from './default-parameters.js';
import type { FineTuningCallbacks, FineTuningInput } from './fine-tuning-input.js';
import { RECIPES } from './recipe.js';
import { digitPictures, drawnDigits, shippedChampion } from './testing/fixtures.js';

jest.setTimeout(600_000);

const champion = shippedChampion('digits');
const drawn = drawnDigits();
/** Somebody whose fours are called nines: what no shipped network answers. */
const corrections = { ...drawn, labels: drawn.labels.map((label) => (label === 4 ? 9 : label)) };
const replay = digitPictures();
/** Two epochs of few steps. */
const parameters = { ...DEFAULT_PARAMETERS.digits, epochs: 2, batchSize: 32, replayRatio: 1 };

const quiet: FineTuningCallbacks = {
  onProgress: () => undefined,
  onEpoch: () => undefined,
  log: () => undefined,
};

let folder: string;
let tf: typeof import('@tensorflow/tfjs-node');
let fineTune: typeof import('./fine-tune.js').fineTune;
const input = (changes: Partial<FineTuningInput> = {}): FineTuningInput => ({
  network: 'digits',
  champion,
  corrections,
  replay,
  parameters,
  checkpointFolder: folder,
  ...changes,
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-fine-tuning-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describeWithTensorflow('fineTune', () => {
  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    ({ fineTune } = await import('./fine-tune.js'));
  });

  it('learns what corrections say, keeps the rest, and leaves frozen stages alone', async () => {
    const reports: TrainingProgress[] = [];
    const thorough = { epochs: 8, learningRate: 2e-3, replayRatio: 8 };
    const { onnx, epochs, history } = await fineTune(
      input({ parameters: { ...parameters, ...thorough } }),
      { ...quiet, onProgress: (report) => reports.push(report) },
    );
    const fours = [...drawn.labels.keys()].filter((row) => drawn.labels[row] === 4);
    const before = await answers(champion.onnx);
    const after = await answers(onnx);
    expect(fours.map((row) => before[row])).toEqual(fours.map(() => 4));
    expect(fours.filter((row) => after[row] === 9).length).toBeGreaterThan(fours.length / 2);
    const others = [...drawn.labels.keys()].filter((row) => !fours.includes(row));
    const kept = others.filter((row) => after[row] === drawn.labels[row]).length;
    expect(kept).toBeGreaterThanOrEqual(others.length - 1);

    const weights = weightsOf(onnx);
    const frozen = Object.entries(RECIPES.digits.stages).flatMap(([stage, rate]) =>
      rate === 0 ? [stage] : [],
    );
    for (const [name, values] of weightsOf(champion.onnx)) {
      const isStill =
        [...frozen, WHITENED].some((stage) => name.startsWith(stage)) || name.includes('moving_');
      expect({ name, still: furthest(values, weights.get(name)!) === 0 }).toEqual({
        name,
        still: isStill,
      });
    }
    expect(history.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: epochs }, (_, at) => at + 1),
    );
    const last = reports.at(-1)!;
    expect(last).toMatchObject({ epoch: epochs, epochs: 8 });
    for (const report of reports) {
      expect(report.samplesPerSecond).toBeGreaterThan(0);
      expect(report.etaSeconds ?? 0).toBeGreaterThanOrEqual(0);
      expect(report.accuracy).toBeLessThanOrEqual(1);
    }
  });

  it('goes on from its checkpoint to the weights it would have had without a break', async () => {
    const whole = await fineTune(input(), quiet);
    const again = mkdtempSync(join(tmpdir(), 'inkling-fine-tuning-'));
    const stop = new Error('the power went out');
    const interrupted = fineTune(input({ checkpointFolder: again }), {
      ...quiet,
      onEpoch: () => Promise.reject(stop),
    });
    await expect(interrupted).rejects.toThrow(stop);
    const seen: number[] = [];
    const resumed = await fineTune(input({ checkpointFolder: again }), {
      ...quiet,
      onEpoch: ({ epoch }) => void seen.push(epoch),
    });
    rmSync(again, { recursive: true });

    expect(seen).toEqual([2]);
    expect(resumed.bestEpoch).toBe(whole.bestEpoch);
    const expected = weightsOf(whole.onnx);
    for (const [name, values] of weightsOf(resumed.onnx)) {
      // TensorFlow's threads add up in no fixed order.
      expect(furthest(values, expected.get(name)!)).toBeLessThan(1e-4);
    }
    // What is done is not done again.
    const third = await fineTune(input(), { ...quiet, onEpoch: () => Promise.reject(stop) });
    expect(Buffer.from(third.onnx).equals(whole.onnx)).toBe(true);
  });

  it('starts anew where the checkpoint is of other data, or damaged', async () => {
    const one = { ...parameters, epochs: 1 };
    await fineTune(input({ parameters: one }), quiet);
    let told = '';
    const epochsWith = async (changes: Partial<FineTuningInput>) => {
      const seen: number[] = [];
      const onEpoch = ({ epoch }: { epoch: number }) => void seen.push(epoch);
      const log = (text: string) => void (told = text.includes('starts anew') ? text : told);
      await fineTune(input({ parameters: one, ...changes }), { ...quiet, onEpoch, log });
      return seen;
    };
    expect(await epochsWith({})).toEqual([]);
    expect(told).toBe('');
    expect(await epochsWith({ corrections: drawn })).toEqual([1]);
    expect(told).toContain('other data');
    expect(await epochsWith({ corrections: drawn })).toEqual([]);
    writeFileSync(join(folder, 'fine-tuning.bin'), 'half a file');
    expect(await epochsWith({ corrections: drawn })).toEqual([1]);
  });

  it('holds no more tensors after an epoch than after the one before, and none in the end', async () => {
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    await fineTune(input({ parameters: { ...parameters, epochs: 3 } }), {
      ...quiet,
      onEpoch: () => void counts.push(tf.memory().numTensors),
    });
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('lets the event loop run between steps', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    let steps = 0;
    await fineTune(input({ parameters: { ...parameters, epochs: 1 } }), {
      ...quiet,
      onProgress: (progress) => (steps = progress.steps),
    });
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(steps / 2);
  });

  it('ends with a clear error when the loss is no longer finite', async () => {
    await expect(
      fineTune(input({ parameters: { ...parameters, learningRate: 1e30 } }), quiet),
    ).rejects.toThrow(/The loss is .* at step \d+ of \d+\. Try again with a learning rate below/);
  });

  it('refuses data that it cannot learn from', async () => {
    const none = { count: 0, glyphs: new Float32Array(), labels: new Uint8Array() };
    const refusal = (changes: Partial<FineTuningInput>) =>
      expect(fineTune(input(changes), quiet)).rejects;
    await refusal({ corrections: none }).toThrow('corrections must not be empty');
    await refusal({ replay: none }).toThrow('replay set must not be empty');
    await refusal({ groups: new Int32Array(3) }).toThrow('3 groups for');
    await refusal({ corrections: { ...drawn, labels: drawn.labels.map(() => 10) } }).toThrow(
      "class 10 is none of the network's 10",
    );
    await refusal({ corrections: { ...drawn, glyphs: drawn.glyphs.map(() => NaN) } }).toThrow(
      'not between 0 and 1',
    );
    await refusal({ champion: shippedChampion('characters') }).toThrow('does not fit the model');
  });
});

async function answers(onnx: Uint8Array): Promise<number[]> {
  const session = await openOrtSession(onnx);
  const { logits, classes, count } = await readGlyphs(session, drawn);
  await session.release();
  return Array.from({ length: count }, (_, row) => {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}

const weightsOf = (onnx: Uint8Array): Map<string, Float32Array> =>
  new Map(
    decodeModel(onnx)
      .graph.initializer.filter(({ name }) => /kernel|bias|gamma|beta|moving_/.test(name))
      .map((tensor) => [tensor.name, floatsOfTensor(tensor)]),
  );

function furthest(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at]!)), 0);
}
