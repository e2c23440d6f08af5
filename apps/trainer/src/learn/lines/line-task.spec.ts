import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT, type Stroke } from '@inkling/ink';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { createRandom } from '../../random.js';
import { drawLine, type LineWriter } from './line-sources.js';

const fixtures = new URL('../../../../../fixtures/', import.meta.url);
const read = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')) as T[];

const CHARACTERS = [...'0123456789'];
const LENGTHS = { shortest: 2, longest: 5 };

function byLabel<V>(entries: readonly (readonly [string, V])[]): Map<string, V[]> {
  const labels = new Map<string, V[]>();
  for (const [label, value] of entries) labels.set(label, [...(labels.get(label) ?? []), value]);
  return labels;
}

/** Real digits, of several hands each. */
const ink: LineWriter = {
  ink: byLabel(
    read<{ label: string; strokes: Stroke[] }>('unipen.json')
      .filter(({ label }) => CHARACTERS.includes(label))
      .map(({ label, strokes }) => [label, strokes]),
  ),
};
const pictures: LineWriter = {
  pictures: byLabel(
    read<{ label: string; pixels: string }>('mnist.json').map(({ label, pixels }) => [
      label,
      Float32Array.from(Buffer.from(pixels, 'base64'), (value) => value / 255),
    ]),
  ),
};

describe('drawLine', () => {
  it.each([
    ['ink', ink],
    ['pictures', pictures],
  ])('writes lines of %s: of every length, wider the longer', (_, writer) => {
    const random = createRandom(3);
    const lines = Array.from({ length: 120 }, () => drawLine(writer, LENGTHS, random));
    const mean = (length: number) => {
      const widths = lines.flatMap(({ text, strip }) =>
        text.length === length ? [strip.width] : [],
      );
      return widths.reduce((sum, width) => sum + width, 0) / widths.length;
    };
    expect(mean(2)).toBeLessThan(mean(3));
    expect(mean(3)).toBeLessThan(mean(4));
    expect(mean(4)).toBeLessThan(mean(5));
    for (const { text, strip } of lines) {
      expect(text).toMatch(/^[0-9]{2,5}$/);
      expect(strip.values).toHaveLength(STRIP_HEIGHT * strip.width);
    }
  });
});

describeWithTensorflow('lineTask', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let module: typeof import('./line-task.js');

  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    module = await import('./line-task.js');
  });

  it('fills batches up with nothing, and says how far each line goes', () => {
    const plan = { characters: CHARACTERS, lengths: LENGTHS, batchSize: 6, stepsPerEpoch: 2 };
    const task = module.lineTask([ink, pictures], plan, () => ({}));
    const [first, second, ...none] = [...task.batches(5)];
    expect(none).toEqual([]);
    expect([...task.batches(5)][1]).toEqual(second);
    const { values, width, count, texts, steps } = first!;
    expect(count).toBe(6);
    expect(width % 4).toBe(0);
    expect(Math.max(...steps)).toBe(width / 4);
    expect(texts.every((text) => text.every((at) => at >= 0 && at < 10))).toBe(true);
    for (let line = 0; line < count; line++) {
      for (let row = 0; row < STRIP_HEIGHT; row++) {
        const from = (line * STRIP_HEIGHT + row) * width;
        const behind = values.subarray(from + 4 * steps[line]!, from + width);
        expect(behind.every((value) => value === 0)).toBe(true);
      }
    }
  });

  it('has a loss that falls where the right characters are more probable', () => {
    const plan = { characters: CHARACTERS, lengths: LENGTHS, batchSize: 4, stepsPerEpoch: 1 };
    const task = module.lineTask([ink], plan, () => ({}));
    const [batch] = [...task.batches(1)];
    const steps = batch!.width / 4;
    const logits = (of: (line: number, step: number) => number) =>
      tf
        .oneHot(
          tf.tensor2d(
            Array.from({ length: 4 }, (_, line) =>
              Array.from({ length: steps }, (__, at) => of(line, at)),
            ),
            [4, steps],
            'int32',
          ),
          11,
        )
        .mul(6)
        .expandDims(1);
    // Each character in two steps, and a blank after it.
    const right = logits((line, at) =>
      at % 3 === 2 ? 10 : (batch!.texts[line]![Math.floor(at / 3)] ?? 10),
    );
    const blank = logits(() => 10);
    const lossOf = (of: typeof right) => task.loss([of], batch!).dataSync()[0]!;
    expect(lossOf(right)).toBeLessThan(lossOf(blank) / 4);
  });
});
