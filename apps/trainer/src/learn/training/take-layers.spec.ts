import { beforeAll, expect, it } from '@jest/globals';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import { WHITENED } from '../../networks/whitened.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';

describeWithTensorflow('takeLayers', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let networks: typeof import('../../networks/create-network.js');
  let takeLayers: typeof import('./take-layers.js').takeLayers;
  let former: LayersModel;
  let present: LayersModel;

  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    networks = await import('../../networks/create-network.js');
    ({ takeLayers } = await import('./take-layers.js'));
    const { createSecondCharactersNetwork } =
      await import('../../networks/former/second-characters.js');
    former = createSecondCharactersNetwork(1);
    present = networks.createNetwork('characters', 2);
  });

  const logits = (model: LayersModel) => {
    const [read] = model.predict(tf.ones([1, 28, 28, 1])) as Tensor[];
    return [...read!.dataSync()];
  };

  it('lets a network of another embedding read as a former one does', () => {
    const before = logits(present);
    takeLayers(present, former, (layer) => layer !== WHITENED);
    expect(logits(present)).toEqual(logits(former));
    expect(before).not.toEqual(logits(former));
  });

  it('takes nothing from a network that lacks a layer, and names it', () => {
    const before = logits(present);
    expect(() => takeLayers(present, networks.createNetwork('digits', 1), () => true)).toThrow(
      'The network has no stem1, ',
    );
    expect(logits(present)).toEqual(before);
  });
});
