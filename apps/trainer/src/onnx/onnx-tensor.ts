import { FLOAT, INT64, type OnnxTensor } from './onnx-schema.js';

/** Values row by row, stored as they lie in memory: ONNX wants little-endian, as every platform we run on is. */
export function floatTensor(
  name: string,
  dims: readonly number[],
  values: Float32Array,
): OnnxTensor {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  return { name, dims, dataType: FLOAT, rawData };
}

/** A row of whole numbers, as axes are given. */
export function integerTensor(name: string, values: readonly number[]): OnnxTensor {
  const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { name, dims: [values.length], dataType: INT64, rawData };
}

/** @throws Error when the tensor does not hold 32-bit floats, or not as many as its shape says */
export function floatsOfTensor({ name, dims, dataType, rawData }: OnnxTensor): Float32Array {
  if (dataType !== FLOAT) {
    throw new Error(`"${name}" holds values of ONNX type ${dataType}, not 32-bit floats.`);
  }
  const size = dims.reduce((product, side) => product * side, 1);
  if (rawData?.length !== size * 4) {
    throw new Error(
      `"${name}" has ${rawData?.length ?? 0} bytes where its shape [${dims.join(', ')}] needs ${size * 4}.`,
    );
  }
  // A copy, because the bytes of a decoded message need not be aligned to four.
  return new Float32Array(Uint8Array.from(rawData).buffer);
}

/** The convolution kernels of TensorFlow (height, width, in, out) and ONNX (out, in, height, width). */
export type KernelShape = readonly [number, number, number, number];

export function kernelToOnnx(values: Float32Array, [height, width, inputs, outputs]: KernelShape) {
  const moved = new Float32Array(values.length);
  const area = height * width;
  for (let at = 0; at < values.length; at++) {
    const output = at % outputs;
    const input = Math.floor(at / outputs) % inputs;
    const place = Math.floor(at / (outputs * inputs));
    moved[(output * inputs + input) * area + place] = values[at]!;
  }
  return moved;
}

/** The reverse of `kernelToOnnx`; the shape is TensorFlow's. */
export function kernelFromOnnx(
  values: Float32Array,
  [height, width, inputs, outputs]: KernelShape,
) {
  const moved = new Float32Array(values.length);
  const area = height * width;
  for (let at = 0; at < values.length; at++) {
    const output = at % outputs;
    const input = Math.floor(at / outputs) % inputs;
    const place = Math.floor(at / (outputs * inputs));
    moved[at] = values[(output * inputs + input) * area + place]!;
  }
  return moved;
}
