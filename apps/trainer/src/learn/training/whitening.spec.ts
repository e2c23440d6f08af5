import { beforeAll, expect, it } from '@jest/globals';
import type { SymbolicTensor, Tensor, Tensor2D } from '@tensorflow/tfjs-node';
import { WHITENED } from '../../networks/whitened.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';

describeWithTensorflow('whitening', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let whitening: typeof import('./whitening.js');

  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    whitening = await import('./whitening.js');
  });

  /** As the network for characters, whose stages lie side by side, in a fraction of its size. */
  function twoStages() {
    const dense = (units: number, seed: number) =>
      tf.layers.dense({
        ...{ units, activation: 'relu' as const },
        kernelInitializer: tf.initializers.glorotUniform({ seed }),
      });
    const input = tf.input({ shape: [28, 28, 1] });
    const flat = tf.layers.flatten().apply(input) as SymbolicTensor;
    const stages = [dense(24, 5), dense(40, 6)].map((layer) => layer.apply(flat) as SymbolicTensor);
    const both = tf.layers.concatenate().apply(stages) as SymbolicTensor;
    const logits = dense(40, 7).apply(stages[1]!) as SymbolicTensor;
    const embedding = tf.layers
      .dense({ units: 16, name: WHITENED, kernelInitializer: 'glorotUniform' })
      .apply(both) as SymbolicTensor;
    return tf.model({ inputs: input, outputs: [logits, embedding] });
  }

  it('finds the inverse square root, also of a matrix of very unequal sides', () => {
    const turn = tf.linalg.qr(tf.randomNormal([12, 12], 0, 1, 'float32', 3))[0] as Tensor2D;
    const sides = tf.diag(tf.tensor1d(Array.from({ length: 12 }, (_, at) => 2 ** -at)));
    const matrix = turn.matMul(sides as Tensor2D).matMul(turn, false, true) as Tensor2D;
    const root = whitening.inverseSquareRoot(matrix);
    const back = root.matMul(matrix).matMul(root);
    expect(back.sub(tf.eye(12)).abs().max().dataSync()[0]).toBeLessThan(1e-2);
  });

  it('finds the directions in which rows differ most', () => {
    const turn = tf.linalg.qr(tf.randomNormal([9, 9], 0, 1, 'float32', 4))[0] as Tensor2D;
    const spreads = tf.tensor1d([9, 7, 5, 1, 1, 0.5, 0.2, 0.1, 0.1]);
    const rows = tf
      .randomNormal([400, 9], 0, 1, 'float32', 5)
      .mul(spreads)
      .matMul(turn, false, true) as Tensor2D;
    const axes = whitening.mainAxes(rows.sub(rows.mean(0)) as Tensor2D, 3);
    const products = axes.matMul(axes, true, false);
    expect(products.sub(tf.eye(3)).abs().max().dataSync()[0]).toBeLessThan(1e-3);
    // The three widest directions are the first columns of the turn.
    const widest = turn.slice([0, 0], [9, 3]);
    const within = widest.matMul(axes, true, false).square().sum(0).dataSync();
    expect(Math.min(...within)).toBeGreaterThan(0.98);
  });

  it('whitens what lies side by side apart, and keeps the widest directions of all', async () => {
    const model = twoStages();
    const count = 160;
    const shapes = tf.randomUniform([40, 784], 0, 1, 'float32', 1);
    const labels = Array.from({ length: count }, (_, at) => at % 40);
    const noise = tf.randomUniform([count, 784], 0, 1, 'float32', 2);
    const glyphs = tf.gather(shapes, tf.tensor1d(labels, 'int32')).add(noise.mul(3)).div(4);
    const read = () => model.predict(glyphs.reshape([count, 28, 28, 1])) as Tensor[];
    const told = (embeddings: Tensor): number => {
      const rows = embeddings.div(embeddings.square().sum(1, true).sqrt()) as Tensor2D;
      const cosines = rows.matMul<Tensor2D>(rows, false, true).sub(tf.eye(count).mul(2));
      const nearest = cosines.argMax(1).dataSync();
      return nearest.filter((row, at) => labels[row] === labels[at]).length / count;
    };
    const [logitsBefore, before] = read();
    whitening.fitWhitening(model, {
      names: labels.map(String),
      glyphs: glyphs.dataSync<'float32'>(),
    });
    const [logits, after] = read();
    expect(logits!.sub(logitsBefore!).abs().max().dataSync()[0]).toBe(0);
    expect(after!.shape).toEqual([count, 16]);
    expect(after!.mean(0).abs().max().dataSync()[0]).toBeLessThan(1e-2);
    expect(told(after!)).toBeGreaterThan(told(before!));
  });

  it('makes classes vary alike in all directions, and leaves the answers as they are', async () => {
    const { createNetwork } = await import('../../networks/create-network.js');
    const model = createNetwork('digits', 5);
    const count = 600;
    const shapes = tf.randomUniform([10, 784], 0, 1, 'float32', 1);
    const labels = Uint8Array.from({ length: count }, (_, at) => at % 10);
    const noise = tf.randomUniform([count, 784], 0, 1, 'float32', 2);
    const glyphs = tf
      .gather(shapes, tf.tensor1d([...labels], 'int32'))
      .add(noise)
      .div(2);
    const signs = { names: [...labels].map(String), glyphs: glyphs.dataSync<'float32'>() };
    const read = () =>
      (model.predict(glyphs.reshape([count, 28, 28, 1])) as Tensor[]).map((output) => output);
    const [logitsBefore, before] = read();
    whitening.fitWhitening(model, signs);
    const [logits, after] = read();
    expect(logits!.sub(logitsBefore!).abs().max().dataSync()[0]).toBe(0);
    const spread = (embeddings: Tensor): number => {
      const rows = embeddings.reshape([count / 10, 10, -1]);
      const variances = rows.sub(rows.mean(0, true)).square().mean([0, 1]);
      return variances.max().div(variances.min()).dataSync()[0]!;
    };
    expect(spread(after!)).toBeLessThan(spread(before!));
    // What the whole set has in common goes.
    expect(after!.mean(0).abs().max().dataSync()[0]).toBeLessThan(1e-2);
  });
});
