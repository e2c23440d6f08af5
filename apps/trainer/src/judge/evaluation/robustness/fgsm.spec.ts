import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from '@jest/globals';
import { bestClass } from '@inkling/recognizer';
import { readIdxImages, readIdxLabels } from '../../../data/idx.js';
import { openOrtSession } from '../../../onnx/ort-session.js';
import { describeWithTensorflow } from '../../../onnx/testing/describe-with-tensorflow.js';

const models = new URL('../../../../../../models/', import.meta.url);
const pathOf = (name: string) => new URL(name, models).pathname;
const DIGITS = Array.from({ length: 10 }, (_, index) => index);

describeWithTensorflow('adversarialGlyphs', () => {
  let adversarialGlyphs: typeof import('./fgsm.js').adversarialGlyphs;

  beforeAll(async () => {
    ({ adversarialGlyphs } = await import('./fgsm.js'));
  });

  it('change no pixel by more than ε, leave 0..1 never, and mislead the network they are made for', async () => {
    const onnx = readFileSync(pathOf('digits/model.onnx'));
    const { pixels } = readIdxImages(pathOf('digits/validation-images-idx3-ubyte.gz'));
    const count = 40;
    const labels = readIdxLabels(pathOf('digits/validation-labels-idx1-ubyte.gz')).slice(0, count);
    const glyphs = Float32Array.from(pixels.subarray(0, count * 784), (value) => value / 255);

    const attacked = adversarialGlyphs('digits', onnx, { glyphs, labels, count }, DIGITS, 0.1);
    const steps = attacked.map((value, at) => Math.abs(value - glyphs[at]!));
    expect(Math.max(...steps)).toBeCloseTo(0.1, 5);
    expect(attacked.every((value) => value >= 0 && value <= 1)).toBe(true);

    const session = await openOrtSession(onnx);
    const rightOf = async (values: Float32Array) => {
      const { logits } = await session.run(values, count);
      return Array.from(labels).filter(
        (label, row) => bestClass(logits.subarray(row * 10, row * 10 + 10)) === label,
      ).length;
    };
    expect(await rightOf(attacked)).toBeLessThan((await rightOf(glyphs)) * 0.8);
    await session.release();
  });

  it('says so when the weights are another network’s', () => {
    const onnx = readFileSync(pathOf('digits/model.onnx'));
    const none = { glyphs: new Float32Array(0), labels: new Uint8Array(0), count: 0 };
    expect(() => adversarialGlyphs('characters', onnx, none, DIGITS, 0.1)).toThrow('does not fit');
  });
});
