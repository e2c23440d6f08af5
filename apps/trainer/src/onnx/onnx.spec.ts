import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { LayersModel, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node';
import { glyphFromStrokes, PEN_PATH_SIZE, penPathFromStrokes } from '@inkling/ink';
import { halfPrecision } from '@inkling/recognizer';
import { createRandom } from '../random.js';
import { describeWithTensorflow } from './testing/describe-with-tensorflow.js';
import { decodeModel, encodeModel } from './onnx-schema.js';
import { openOrtSession } from './ort-session.js';

const fixtures = <T>(name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../../fixtures/${name}.json`, import.meta.url), 'utf8'),
  ) as T[];

/** Both engines compute in 32-bit floats, in different orders. */
const TOLERANCE = 1e-4;

describeWithTensorflow('ONNX export', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let exportOnnx: typeof import('./export-onnx.js').exportOnnx;
  let SquareRoot: typeof import('../networks/square-root.js').SquareRoot;
  let restoreWeights: typeof import('./restore-weights.js').restoreWeights;
  let randomiseWeights: typeof import('./testing/random-weights.js').randomiseWeights;
  const models: LayersModel[] = [];

  beforeAll(async () => {
    ({ tf } = await import('../tensorflow.js'));
    ({ exportOnnx } = await import('./export-onnx.js'));
    ({ SquareRoot } = await import('../networks/square-root.js'));
    ({ restoreWeights } = await import('./restore-weights.js'));
    ({ randomiseWeights } = await import('./testing/random-weights.js'));
  });

  afterAll(() => models.forEach((model) => model.dispose()));

  type Chain = (x: SymbolicTensor) => SymbolicTensor;

  /** A network whose picture layers are `chain`, and behind them a Flatten and two Dense layers. */
  function networkOf(chain: Chain): LayersModel {
    const input = tf.input({ shape: [28, 28, 1] });
    const x = chain(input);
    const flat = (x.shape.length === 2 ? x : tf.layers.flatten().apply(x)) as SymbolicTensor;
    const embedding = tf.layers.dense({ units: 8 }).apply(flat) as SymbolicTensor;
    const logits = tf.layers.dense({ units: 5 }).apply(embedding) as SymbolicTensor;
    return keep(tf.model({ inputs: input, outputs: [logits, embedding] }));
  }

  function keep(model: LayersModel): LayersModel {
    randomiseWeights(model, 11);
    models.push(model);
    return model;
  }

  const apply = (layer: InstanceType<typeof tf.layers.Layer>) => (x: SymbolicTensor) =>
    layer.apply(x) as SymbolicTensor;
  const stack =
    (...layers: InstanceType<typeof tf.layers.Layer>[]): Chain =>
    (x) =>
      layers.reduce((value, layer) => apply(layer)(value), x);

  function noise(count: number): Float32Array {
    const random = createRandom(3);
    return Float32Array.from({ length: count * 784 }, () => random.next());
  }

  async function largestDifference(model: LayersModel, glyphs: Float32Array): Promise<number> {
    const count = glyphs.length / 784;
    const [logits, embeddings] = tf.tidy(() => {
      const input = tf.tensor4d(glyphs, [count, 28, 28, 1]);
      return (model.predict(input) as Tensor[]).map((output) => output.dataSync<'float32'>());
    });
    const session = await openOrtSession(exportOnnx(model));
    const output = await session.run(glyphs, count);
    await session.release();
    expect(output.logits).toHaveLength(logits!.length);
    expect(output.embeddings).toHaveLength(embeddings!.length);
    // An output that hardly varies would agree with anything.
    expect(spread(output.logits)).toBeGreaterThan(0.01);
    return Math.max(distance(output.logits, logits!), distance(output.embeddings, embeddings!));
  }

  const distance = (a: Float32Array, b: Float32Array) =>
    a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at]!)), 0);
  const spread = (values: Float32Array) => Math.max(...values) - Math.min(...values);

  /** tfjs has none; a network may bring its own under Keras's name. */
  function spatialDropout() {
    class SpatialDropout2D extends tf.layers.Layer {
      static readonly className = 'SpatialDropout2D';
      override call(inputs: Tensor | Tensor[]) {
        return inputs;
      }
    }
    return new SpatialDropout2D();
  }

  const chains: Record<string, () => Chain> = {
    'rows side by side, square roots': () => (x) => {
      const pooled = [4, 7].map((poolSize) =>
        stack(
          tf.layers.averagePooling2d({ poolSize, strides: poolSize }),
          tf.layers.flatten(),
          new SquareRoot({}),
        )(x),
      );
      return tf.layers.concatenate().apply(pooled) as SymbolicTensor;
    },
    'nothing but dense layers': () => (x) => x,
    'convolution, valid': () => stack(tf.layers.conv2d({ filters: 3, kernelSize: 3 })),
    'convolution, same': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' })),
    'convolution, same, stride 2, even side (asymmetric pads)': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' })),
    'convolution, same, stride 2, odd side': () =>
      stack(
        tf.layers.conv2d({ filters: 3, kernelSize: 4 }),
        tf.layers.conv2d({ filters: 4, kernelSize: 5, strides: 2, padding: 'same' }),
      ),
    'convolution, same, even kernel': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: [2, 4], padding: 'same' })),
    'convolution 1x1 with stride': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 1, strides: 2, padding: 'same' })),
    'convolution, dilated, same': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3, dilationRate: 2, padding: 'same' })),
    'convolution, strides and kernel not square': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: [3, 5], strides: [1, 3], padding: 'same' })),
    'convolution without bias': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3, useBias: false })),
    'convolution with fused relu': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu' })),
    'dense with fused relu, without bias': () =>
      stack(tf.layers.flatten(), tf.layers.dense({ units: 9, activation: 'relu', useBias: false })),
    'batch normalisation of pictures': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3 }), tf.layers.batchNormalization({})),
    'batch normalisation with its own epsilon': () =>
      stack(
        tf.layers.conv2d({ filters: 3, kernelSize: 3 }),
        tf.layers.batchNormalization({ epsilon: 0.5 }),
      ),
    'batch normalisation without scale and centre': () =>
      stack(
        tf.layers.conv2d({ filters: 3, kernelSize: 3 }),
        tf.layers.batchNormalization({ scale: false, center: false }),
      ),
    'batch normalisation of rows': () =>
      stack(tf.layers.flatten(), tf.layers.dense({ units: 9 }), tf.layers.batchNormalization({})),
    'relu layer': () => stack(tf.layers.conv2d({ filters: 3, kernelSize: 3 }), tf.layers.reLU()),
    'relu layer with a highest value': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3 }), tf.layers.reLU({ maxValue: 0.4 })),
    'relu as activation': () =>
      stack(
        tf.layers.conv2d({ filters: 3, kernelSize: 3 }),
        tf.layers.activation({ activation: 'relu' }),
      ),
    'linear as activation': () => stack(tf.layers.activation({ activation: 'linear' })),
    'leaky relu': () =>
      stack(tf.layers.conv2d({ filters: 3, kernelSize: 3 }), tf.layers.leakyReLU({ alpha: 0.1 })),
    'max pooling, valid': () =>
      stack(
        tf.layers.conv2d({ filters: 3, kernelSize: 2 }),
        tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
      ),
    'max pooling, same, 3 by 2': () =>
      stack(
        tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }),
        tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
      ),
    'average pooling, valid': () => stack(tf.layers.averagePooling2d({ poolSize: 3, strides: 2 })),
    'average pooling, same (edges count what is there)': () =>
      stack(
        tf.layers.conv2d({ filters: 3, kernelSize: 3 }),
        tf.layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
      ),
    'global average': () =>
      stack(tf.layers.conv2d({ filters: 6, kernelSize: 3 }), tf.layers.globalAveragePooling2d({})),
    'flatten of several channels': () =>
      stack(tf.layers.conv2d({ filters: 6, kernelSize: 9, strides: 4 })),
    'dropout and noise': () =>
      stack(
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.conv2d({ filters: 3, kernelSize: 3 }),
        tf.layers.gaussianNoise({ stddev: 0.5 }),
        tf.layers.gaussianDropout({ rate: 0.5 }),
        spatialDropout(),
      ),
    'sum of three': () => (x) => {
      const branch = (kernelSize: number) =>
        apply(tf.layers.conv2d({ filters: 3, kernelSize, padding: 'same' }))(x);
      return tf.layers.add().apply([branch(1), branch(2), branch(3)]) as SymbolicTensor;
    },
    'residual block whose input is read twice': () => (x) => {
      const stem = apply(tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }))(x);
      const inner = apply(tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }))(stem);
      return tf.layers.add().apply([stem, inner]) as SymbolicTensor;
    },
    'one layer used twice': () => (x) => {
      const shared = tf.layers.conv2d({ filters: 1, kernelSize: 3, padding: 'same' });
      return apply(shared)(apply(shared)(x));
    },
  };

  it.each(Object.keys(chains))('agrees with TensorFlow: %s', async (name) => {
    const model = networkOf(chains[name]!());
    expect(await largestDifference(model, noise(5))).toBeLessThan(TOLERANCE);
  });

  it('agrees with TensorFlow on both of our networks, on real glyphs', async () => {
    const { createDigitsNetwork } = await import('../networks/digits.js');
    const { createCharactersNetwork } = await import('../networks/characters.js');
    const glyphs = realGlyphs();
    for (const create of [createDigitsNetwork, createCharactersNetwork]) {
      const model = keep(create(1));
      expect(await largestDifference(model, glyphs)).toBeLessThan(TOLERANCE);
    }
  });

  /** A handful of MNIST's pictures and of UNIPEN's inks. */
  function realGlyphs(): Float32Array {
    const pictures = fixtures<{ pixels: string }>('mnist')
      .slice(0, 20)
      .map(({ pixels }) => Float32Array.from(Buffer.from(pixels, 'base64'), (ink) => ink / 255));
    const inks = fixtures<{ strokes: [number, number][][] }>('unipen')
      .slice(0, 20)
      .map(({ strokes }) => glyphFromStrokes(strokes).glyph);
    const glyphs = new Float32Array(40 * 784);
    [...pictures, ...inks].forEach((glyph, at) => glyphs.set(glyph, at * 784));
    return glyphs;
  }

  it('agrees with TensorFlow on the network that reads how the pen went, also with weights of 16 bits', async () => {
    const { createPenNetwork, penTensor } = await import('../networks/pen.js');
    const model = keep(createPenNetwork(1));
    const drawings = fixtures<{ strokes: [number, number][][] }>('unipen').slice(0, 40);
    const paths = new Float32Array(drawings.length * PEN_PATH_SIZE);
    drawings.forEach(({ strokes }, at) =>
      paths.set(penPathFromStrokes(strokes), at * PEN_PATH_SIZE),
    );
    const [logits, embedding] = tf.tidy(() =>
      (model.predict(penTensor(paths, drawings.length)) as Tensor[]).map((output) =>
        output.dataSync<'float32'>(),
      ),
    );
    const onnx = exportOnnx(model);
    const session = await openOrtSession(onnx);
    const served = await session.run(paths, drawings.length);
    await session.release();
    expect(spread(served.logits)).toBeGreaterThan(0.01);
    expect(distance(served.logits, logits!)).toBeLessThan(TOLERANCE);
    expect(distance(served.embeddings, embedding!)).toBeLessThan(TOLERANCE);
    const half = await openOrtSession(halfPrecision(onnx));
    const { logits: ofHalf } = await half.run(paths, drawings.length);
    await half.release();
    expect(distance(ofHalf, logits!)).toBeLessThan(0.01 * spread(logits!));
  });

  it('gives the same bytes for the same model, and a fixed signature', () => {
    const model = networkOf(chains['convolution, same']!());
    const bytes = exportOnnx(model);
    expect(Buffer.from(exportOnnx(model)).equals(Buffer.from(bytes))).toBe(true);
    const { graph, opsetImport, irVersion } = decodeModel(bytes);
    expect({ irVersion, opsetImport }).toEqual({
      irVersion: 8,
      opsetImport: [{ version: 17 }],
    });
    const signature = [...graph.input, ...graph.output].map(({ name, type }) => [
      name,
      type.tensorType.shape.dim.map((side) => side.dimParam ?? side.dimValue),
    ]);
    expect(signature).toEqual([
      ['glyph', ['N', 1, 28, 28]],
      ['logits', ['N', 5]],
      ['embedding', ['N', 8]],
    ]);
  });

  it('lets the embedding be the very value that the logits are made of', async () => {
    const input = tf.input({ shape: [28, 28, 1] });
    const flat = tf.layers.flatten().apply(input) as SymbolicTensor;
    const dropped = tf.layers.dropout({ rate: 0.2 }).apply(flat) as SymbolicTensor;
    const logits = tf.layers.dense({ units: 3 }).apply(dropped) as SymbolicTensor;
    const model = keep(tf.model({ inputs: input, outputs: [logits, dropped] }));
    expect(await largestDifference(model, noise(2))).toBeLessThan(TOLERANCE);
  });

  it('names the layer that it does not know', () => {
    const model = networkOf(
      stack(tf.layers.separableConv2d({ name: 'odd_one', filters: 2, kernelSize: 3 })),
    );
    expect(() => exportOnnx(model)).toThrow(/The layer "odd_one" \(SeparableConv2D\)/);
  });

  it('names the layer whose activation it does not know', () => {
    const model = networkOf(
      stack(tf.layers.conv2d({ name: 'odd_one', filters: 2, kernelSize: 3, activation: 'tanh' })),
    );
    expect(() => exportOnnx(model)).toThrow('"odd_one" (Conv2D) has the activation "tanh"');
  });

  it('refuses models with other inputs or outputs', () => {
    const input = tf.input({ shape: [28, 28, 1] });
    const flat = tf.layers.flatten().apply(input) as SymbolicTensor;
    expect(() => exportOnnx(keep(tf.model({ inputs: input, outputs: flat })))).toThrow(
      'must write logits',
    );
    const wide = tf.input({ shape: [32, 32, 1] });
    const wideFlat = tf.layers.flatten().apply(wide) as SymbolicTensor;
    const wideDropped = tf.layers.dropout({ rate: 0.1 }).apply(wideFlat) as SymbolicTensor;
    expect(() =>
      exportOnnx(keep(tf.model({ inputs: wide, outputs: [wideFlat, wideDropped] }))),
    ).toThrow('must be [null,28,28,1]');
  });

  /** Every kind of weight. The layers are named, as those of our networks are. */
  function namedNetwork(units = 8): LayersModel {
    const input = tf.input({ shape: [28, 28, 1], name: 'glyph' });
    const x = stack(
      tf.layers.conv2d({ name: 'conv', filters: 3, kernelSize: [3, 5], strides: 2 }),
      tf.layers.batchNormalization({ name: 'conv_bn' }),
      tf.layers.batchNormalization({ name: 'plain_bn', scale: false }),
      tf.layers.flatten({ name: 'flatten' }),
      tf.layers.dense({ name: 'embedding', units }),
    )(input);
    const logits = apply(tf.layers.dense({ name: 'logits', units: 4, useBias: false }))(x);
    const model = tf.model({ inputs: input, outputs: [logits, x] });
    models.push(model);
    return model;
  }

  it('names initializers after layer and weight', () => {
    const names = decodeModel(exportOnnx(namedNetwork())).graph.initializer.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['conv/kernel', 'conv/bias', 'conv_bn/moving_mean', 'logits/kernel']),
    );
  });

  it('round trip: weights come back exactly, whatever is frozen', () => {
    const source = namedNetwork();
    randomiseWeights(source, 5);
    const target = namedNetwork();
    randomiseWeights(target, 6);
    // Freezing moves a layer's weights to the end of getWeights(): order must not matter.
    target.getLayer('conv').trainable = false;
    const before = tf.memory().numTensors;
    restoreWeights(target, exportOnnx(source));
    expect(tf.memory().numTensors).toBe(before);
    for (const layer of source.layers) {
      const restored = new Map(
        target.getLayer(layer.name).weights.map((weight) => [weight.originalName, weight]),
      );
      for (const weight of layer.weights) {
        const twin = restored.get(weight.originalName)!;
        expect(twin.read().dataSync()).toEqual(weight.read().dataSync());
      }
    }
    expect(Buffer.from(exportOnnx(target)).equals(Buffer.from(exportOnnx(source)))).toBe(true);
  });

  it('names what does not fit, and then changes nothing', () => {
    const target = namedNetwork(8);
    randomiseWeights(target, 6);
    const before = exportOnnx(target);
    expect(() => restoreWeights(target, exportOnnx(namedNetwork(9)))).toThrow(
      /"embedding\/kernel" is \[\d+, 9\] in the file, \[\d+, 8\] in the model/,
    );
    const model = decodeModel(before);
    const [first, ...rest] = model.graph.initializer;
    const without = encodeModel({ ...model, graph: { ...model.graph, initializer: rest } });
    expect(() => restoreWeights(target, without)).toThrow(`"${first!.name}" is missing`);
    const renamed = [{ ...first!, name: 'stranger/kernel' }, ...rest, first!];
    const withMore = encodeModel({ ...model, graph: { ...model.graph, initializer: renamed } });
    expect(() => restoreWeights(target, withMore)).toThrow('the model has no "stranger/kernel"');
    expect(Buffer.from(exportOnnx(target)).equals(Buffer.from(before))).toBe(true);
  });

  it('says so when the file is not ONNX', () => {
    expect(() => restoreWeights(namedNetwork(), Uint8Array.of(255, 1, 2, 3))).toThrow(
      'not an ONNX file',
    );
    expect(() => restoreWeights(namedNetwork(), new Uint8Array(0))).toThrow('has no graph');
  });
});
