import type { Reading } from '../../onnx/reading.js';
import type { ClassColumns } from '../../onnx/symbol-classes.js';

/** What a network says of glyphs once symbols have classes: its own logits, and behind them those of the columns. */
export function grownReading(reading: Reading, { kernel, bias }: ClassColumns): Reading {
  const { count, classes: own, embeddings } = reading;
  const size = kernel.length / bias.length;
  const classes = own + bias.length;
  const logits = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) {
    logits.set(reading.logits.subarray(row * own, (row + 1) * own), row * classes);
    for (let symbol = 0; symbol < bias.length; symbol++) {
      let sum = bias[symbol]!;
      for (let at = 0; at < size; at++) {
        sum += embeddings[row * size + at]! * kernel[at * bias.length + symbol]!;
      }
      logits[row * classes + own + symbol] = sum;
    }
  }
  return { ...reading, classes, logits };
}
