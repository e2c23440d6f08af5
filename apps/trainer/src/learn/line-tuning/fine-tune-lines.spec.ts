import { afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STRIP_HEIGHT, type Strip } from '@inkling/ink';
import { loadLineSet, type LabelledLine } from '../../data/labelled-lines.js';
import { answersToLines, speakLines } from '../../judge/lines/line-answers.js';
import { readLinesFolder } from '../../judge/lines/lines-folder.js';
import { openOrtSequence } from '../../onnx/ort-session.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import type { LineTuningInput } from './fine-tune-lines.js';

jest.setTimeout(600_000);

const MODELS = fileURLToPath(new URL('../../../../../models', import.meta.url));

/** Written head down: nobody has taught the network that. */
function headDown({ values, width }: Strip): Strip {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    const from = values.subarray(row * width, (row + 1) * width);
    turned.set(from, (STRIP_HEIGHT - 1 - row) * width);
  }
  return { values: turned, width };
}

describeWithTensorflow('fineTuneLines', () => {
  let fineTuneLines: typeof import('./fine-tune-lines.js').fineTuneLines;
  let folder: string;
  const start = readLinesFolder(join(MODELS, 'lines'));
  const short = (lines: readonly LabelledLine[]) =>
    lines.filter(({ strip, text }) => strip.width < 120 && /^\d+$/.test(text));
  const corrections = short(loadLineSet(MODELS, 'gate'))
    .slice(0, 16)
    .map((line) => ({ ...line, strip: headDown(line.strip) }));
  const replay = short(loadLineSet(MODELS, 'replay')).slice(0, 60);

  beforeAll(async () => {
    ({ fineTuneLines } = await import('./fine-tune-lines.js'));
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-lines-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const input = (epochs: number): LineTuningInput => ({
    ...{ start, corrections, replay },
    groups: Int32Array.from(corrections, (_, at) => at),
    parameters: { epochs, learningRate: 3e-4, replayRatio: 1, batchSize: 16, seed: 3 },
    checkpointFolder: folder,
  });
  /** Of characters, what is read of the corrected lines before anything is taught. */
  const untaught = async (): Promise<number> => {
    const { characters, temperature } = start.card;
    const session = await openOrtSequence(start.onnx);
    const spoken = await speakLines(session, corrections);
    await session.release();
    const answers = await answersToLines(spoken, { characters, temperature });
    const wrong = answers.reduce((sum, answer) => sum + answer.wrong, 0);
    return 1 - wrong / corrections.reduce((sum, { text }) => sum + text.length, 0);
  };
  const quiet = { onProgress: () => undefined, onEpoch: () => undefined, log: () => undefined };

  it('should learn what people say and keep what it could', async () => {
    const progress = jest.fn();
    const { history, epochs } = await fineTuneLines(input(4), { ...quiet, onProgress: progress });
    expect(epochs).toBe(4);
    const [first, last] = [history[0]!, history.at(-1)!];
    expect(last.loss).toBeLessThan(0.6 * first.loss);
    // Most of it is learnt in the first turn.
    expect(last.accuracy).toBeGreaterThan(first.accuracy);
    expect(last.accuracy).toBeGreaterThan((await untaught()) + 0.2);
    expect(last.replayAccuracy).toBeGreaterThan(0.85);
    expect(progress).toHaveBeenLastCalledWith(expect.objectContaining({ epoch: 4, etaSeconds: 0 }));
  });

  it('should go on after a break as if there had been none', async () => {
    const whole = await fineTuneLines(input(2), quiet);
    await rm(folder, { recursive: true });
    const stop = new Error('enough');
    const broken = fineTuneLines(input(2), { ...quiet, onEpoch: () => Promise.reject(stop) });
    await expect(broken).rejects.toBe(stop);
    const resumed = await fineTuneLines(input(2), quiet);
    expect(resumed.history[1]!.loss).toBeCloseTo(whole.history[1]!.loss, 3);
  });

  it('should refuse a text that the network could not write', async () => {
    const wrong = { ...input(1), corrections: [{ ...corrections[0]!, text: 'ä' }] };
    await expect(fineTuneLines(wrong, quiet)).rejects.toThrow('no class for all of "ä"');
  });
});
