import { describe, expect, it } from '@jest/globals';
import { floatsOfTensor, floatTensor, kernelFromOnnx, kernelToOnnx } from './onnx-tensor.js';

describe('floatsOfTensor', () => {
  const values = Float32Array.of(1.5, -2, 0, 1e-20);

  it('gives back what floatTensor took', () => {
    expect(floatsOfTensor(floatTensor('w', [2, 2], values))).toEqual(values);
  });

  it('reads bytes that are not aligned to four', () => {
    const tensor = floatTensor('w', [4], values);
    const shifted = new Uint8Array(17);
    shifted.set(tensor.rawData, 1);
    expect(floatsOfTensor({ ...tensor, rawData: shifted.subarray(1) })).toEqual(values);
  });

  it('names the tensor whose bytes do not fit its shape', () => {
    expect(() => floatsOfTensor({ ...floatTensor('conv/kernel', [4], values), dims: [5] })).toThrow(
      '"conv/kernel" has 16 bytes where its shape [5] needs 20.',
    );
  });

  it('refuses other types of values', () => {
    expect(() => floatsOfTensor({ ...floatTensor('w', [4], values), dataType: 7 })).toThrow(
      'ONNX type 7',
    );
  });
});

describe('kernelToOnnx', () => {
  const shape = [2, 3, 4, 5] as const;
  const kernel = Float32Array.from({ length: 120 }, (_, at) => at);

  it('puts (h, w, in, out) at (out, in, h, w)', () => {
    const moved = kernelToOnnx(kernel, shape);
    const [h, w, i, o] = [1, 2, 3, 4];
    expect(moved[((o * 4 + i) * 2 + h) * 3 + w]).toBe(kernel[((h * 3 + w) * 4 + i) * 5 + o]);
    expect(new Set(moved).size).toBe(120);
  });

  it('is undone by kernelFromOnnx', () => {
    expect(kernelFromOnnx(kernelToOnnx(kernel, shape), shape)).toEqual(kernel);
  });
});
