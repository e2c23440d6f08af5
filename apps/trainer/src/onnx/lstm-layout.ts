/** A weight's values in TensorFlow's order and in that of an ONNX file. */
export interface WeightLayout {
  /** The shape in the file. */
  readonly dims: readonly number[];
  toOnnx(values: Float32Array): Float32Array;
  fromOnnx(values: Float32Array): Float32Array;
}

/** Where each gate of ONNX (input, output, forget, new value) lies in TensorFlow (input, forget, new value, output). */
const GATES = [0, 3, 1, 2];

/**
 * Of a `BidirectionalLstm`'s weight: ONNX's LSTM has its gates in another order, kernels as `[2, 4 · units, inputs]`,
 * and offsets for what comes in and for what was said before, `[2, 8 · units]`, of which the latter are 0 here.
 *
 * @param shape TensorFlow's
 */
export function lstmLayout(weight: string, shape: readonly number[]): WeightLayout {
  const columns = shape.at(-1)!;
  const order = GATES.flatMap((gate) =>
    Array.from({ length: columns / 4 }, (_, unit) => (gate * columns) / 4 + unit),
  );
  return weight === 'bias' ? biasLayout(order) : kernelLayout(shape[1]!, order);
}

function kernelLayout(inputs: number, order: readonly number[]): WeightLayout {
  const place = (direction: number, column: number, input: number) =>
    (direction * inputs + input) * order.length + column;
  const rows = Array.from({ length: inputs }, (_, input) => input);
  return ofPlaces(
    [2, order.length, inputs],
    [0, 1].flatMap((direction) =>
      order.flatMap((column) => rows.map((input) => place(direction, column, input))),
    ),
  );
}

function biasLayout(order: readonly number[]): WeightLayout {
  const none = order.map(() => null);
  return ofPlaces(
    [2, 2 * order.length],
    [0, 1].flatMap((direction) => [
      ...order.map((column) => direction * order.length + column),
      ...none,
    ]),
  );
}

/** @param places of each of the file's values among TensorFlow's; null for what is 0 there */
function ofPlaces(dims: readonly number[], places: readonly (number | null)[]): WeightLayout {
  return {
    dims,
    toOnnx: (values) => Float32Array.from(places, (place) => (place === null ? 0 : values[place]!)),
    fromOnnx: (values) => {
      const moved = new Float32Array(places.filter((place) => place !== null).length);
      places.forEach((place, at) => {
        if (place !== null) moved[place] = values[at]!;
      });
      return moved;
    },
  };
}
