import { beforeAll, expect, it } from '@jest/globals';
import { describeWithTensorflow } from './testing/describe-with-tensorflow.js';

describeWithTensorflow('restoreNetwork', () => {
  let exportOnnx: typeof import('./export-onnx.js').exportOnnx;
  let networks: typeof import('../networks/create-network.js');
  let restoreNetwork: typeof import('./restore-network.js').restoreNetwork;

  beforeAll(async () => {
    ({ exportOnnx } = await import('./export-onnx.js'));
    networks = await import('../networks/create-network.js');
    ({ restoreNetwork } = await import('./restore-network.js'));
  });

  it('gives back present and former networks as they were written', async () => {
    const { createFirstDigitsNetwork } = await import('../networks/former/digits.js');
    for (const model of [networks.createNetwork('digits', 3), createFirstDigitsNetwork(4)]) {
      const file = exportOnnx(model);
      const restored = restoreNetwork('digits', file);
      expect(Buffer.from(exportOnnx(restored)).equals(file)).toBe(true);
    }
  });

  it('gives back what was shipped in between', async () => {
    const { createSecondCharactersNetwork } =
      await import('../networks/former/second-characters.js');
    for (const create of [
      (seed: number) => networks.createNetwork('characters', seed),
      createSecondCharactersNetwork,
    ]) {
      const file = exportOnnx(create(3));
      expect(Buffer.from(exportOnnx(restoreNetwork('characters', file))).equals(file)).toBe(true);
    }
  });

  it('refuses the file of another network', () => {
    const file = exportOnnx(networks.createNetwork('characters', 1));
    expect(() => restoreNetwork('digits', file)).toThrow('does not fit the model');
  });
});
