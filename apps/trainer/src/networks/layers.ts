import type { SymbolicTensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** How a convolution moves over a picture; by default 3x3, step by step, with the side kept. */
interface Window {
  readonly kernelSize?: number | readonly [height: number, width: number];
  readonly strides?: number;
  readonly padding?: 'same' | 'valid';
}

/** Builds layers with names and seeds that follow from their order, so that a seed gives one network. */
export class LayerBuilder {
  private seed: number;

  constructor(seed: number) {
    this.seed = seed * 1000;
  }

  conv(
    name: string,
    input: SymbolicTensor,
    filters: number,
    { kernelSize = 3, strides = 1, padding = 'same' }: Window = {},
  ) {
    const layer = tf.layers.conv2d({
      name,
      filters,
      kernelSize: typeof kernelSize === 'number' ? kernelSize : [...kernelSize],
      strides,
      padding,
      // Batch normalisation follows and brings its own offset.
      useBias: false,
      kernelInitializer: tf.initializers.heNormal({ seed: this.seed++ }),
    });
    return layer.apply(input) as SymbolicTensor;
  }

  normalise(name: string, input: SymbolicTensor) {
    const layer = tf.layers.batchNormalization({ name, momentum: 0.97, epsilon: 1e-3 });
    return layer.apply(input) as SymbolicTensor;
  }

  relu(name: string, input: SymbolicTensor) {
    return tf.layers.activation({ name, activation: 'relu' }).apply(input) as SymbolicTensor;
  }

  convNormaliseRelu(name: string, input: SymbolicTensor, filters: number, window: Window = {}) {
    const convolved = this.conv(name, input, filters, window);
    return this.relu(`${name}_relu`, this.normalise(`${name}_bn`, convolved));
  }

  pool(name: string, input: SymbolicTensor) {
    const layer = tf.layers.maxPooling2d({ name, poolSize: 2, strides: 2 });
    return layer.apply(input) as SymbolicTensor;
  }

  averagePool(name: string, input: SymbolicTensor, side: number) {
    const layer = tf.layers.averagePooling2d({ name, poolSize: side, strides: side });
    return layer.apply(input) as SymbolicTensor;
  }

  dropout(name: string, input: SymbolicTensor, rate: number) {
    return tf.layers.dropout({ name, rate, seed: this.seed++ }).apply(input) as SymbolicTensor;
  }

  dense(name: string, input: SymbolicTensor, units: number, useBias: boolean) {
    const layer = tf.layers.dense({
      name,
      units,
      useBias,
      kernelInitializer: tf.initializers.glorotUniform({ seed: this.seed++ }),
    });
    return layer.apply(input) as SymbolicTensor;
  }

  /**
   * A linear map that no training changes. Until somebody fits it, it gives what it is given, or by chance where it
   * has another number of units.
   */
  fixed(name: string, input: SymbolicTensor, units = input.shape[1]!) {
    const layer = tf.layers.dense({
      name,
      units,
      kernelInitializer:
        units === input.shape[1]
          ? tf.initializers.identity({ gain: 1 })
          : tf.initializers.glorotUniform({ seed: this.seed++ }),
      trainable: false,
    });
    return layer.apply(input) as SymbolicTensor;
  }
}
