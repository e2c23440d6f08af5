import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT, type Stroke } from '@inkling/ink';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { createRandom } from '../../random.js';
import {
  labelsOf,
  rewriteWords,
  writeLine,
  type LineSource,
  type LineWriter,
} from './line-sources.js';
import { drawNumber } from './number-texts.js';

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

const numbersOf = (writer: LineWriter): LineSource => ({
  share: 1,
  draw: (random) => {
    const text = drawNumber(labelsOf(writer), LENGTHS, random).replace(/\D/g, '');
    return writeLine(writer, new Map(), text || '0', random);
  },
});

describe('writeLine', () => {
  it.each([
    ['ink', ink],
    ['pictures', pictures],
  ])('writes lines of %s: wider the longer', (_, writer) => {
    const random = createRandom(3);
    const mean = (text: string) => {
      const widths = Array.from(
        { length: 30 },
        () => writeLine(writer, new Map(), text, random).strip.width,
      );
      return widths.reduce((sum, width) => sum + width, 0) / widths.length;
    };
    expect(mean('25')).toBeLessThan(mean('259'));
    expect(mean('259')).toBeLessThan(mean('2594'));
    const { text, strip } = writeLine(writer, new Map(), '2594', random);
    expect(text).toBe('2594');
    expect(strip.values).toHaveLength(STRIP_HEIGHT * strip.width);
  });

  it('takes signs that the writer never drew from others', () => {
    const signs = new Map([
      [
        '.',
        [
          [
            [
              [0, 0],
              [3, 3],
            ],
          ] as Stroke[],
        ],
      ],
    ]);
    for (const writer of [ink, pictures]) {
      const { text } = writeLine(writer, signs, '1.5', createRandom(1));
      expect(text).toBe('1.5');
      expect(() => writeLine(writer, new Map(), '1.5', createRandom(1))).toThrow();
    }
  });
});

describe('rewriteWords', () => {
  it('joins words with a space between them, that is seen', () => {
    const upright = (x: number): Stroke => [
      [x, 0],
      [x, 40],
    ];
    const word = { text: 'll', strokes: [upright(0), upright(10)] };
    const { text, strip } = rewriteWords([word, word], createRandom(2));
    expect(text).toBe('ll ll');
    const single = rewriteWords([word], createRandom(2));
    expect(strip.width).toBeGreaterThan(2.5 * single.strip.width);
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
    const plan = { characters: CHARACTERS, batchSize: 6, stepsPerEpoch: 2 };
    const task = module.lineTask([numbersOf(ink), numbersOf(pictures)], plan, () => ({}));
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
    const plan = { characters: CHARACTERS, batchSize: 4, stepsPerEpoch: 1 };
    const task = module.lineTask([numbersOf(ink)], plan, () => ({}));
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
