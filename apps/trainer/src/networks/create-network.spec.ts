import { beforeAll, expect, it } from '@jest/globals';
import { describeWithTensorflow } from '../onnx/testing/describe-with-tensorflow.js';

describeWithTensorflow('restoreNetwork', () => {
  let exportOnnx: typeof import('../onnx/export-onnx.js').exportOnnx;
  let networks: typeof import('./create-network.js');

  beforeAll(async () => {
    ({ exportOnnx } = await import('../onnx/export-onnx.js'));
    networks = await import('./create-network.js');
  });

  it('gives back present and former networks as they were written', async () => {
    const { createFirstDigitsNetwork } = await import('./former/digits.js');
    for (const model of [networks.createNetwork('digits', 3), createFirstDigitsNetwork(4)]) {
      const file = exportOnnx(model);
      const restored = networks.restoreNetwork('digits', file);
      expect(Buffer.from(exportOnnx(restored)).equals(file)).toBe(true);
    }
  });

  it('refuses the file of another network', () => {
    const file = exportOnnx(networks.createNetwork('characters', 1));
    expect(() => networks.restoreNetwork('digits', file)).toThrow('does not fit the model');
  });
});
