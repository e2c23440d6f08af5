import type { GraphNode, GraphTensor, OnnxGraph } from './onnx-graph.js';

/** One operation between the maps and the logits, forwards and backwards. */
export interface HeadStep {
  forward(input: Float64Array): Float64Array;
  /**
   * The gradient by the step's input.
   *
   * @param gradient by its output
   * @param input what `forward` was given
   */
  backward(gradient: Float64Array, input: Float64Array): Float64Array;
}

/** @returns `undefined` for an operation that is not known, or is set up in a way that is not */
export function headStep(node: GraphNode, graph: OnnxGraph): HeadStep | undefined {
  const weights = node.inputs.slice(1).map((name) => graph.tensors.get(name));
  if (weights.some((tensor) => tensor === undefined)) return undefined;
  return STEPS[node.operation]?.(node, weights as GraphTensor[]);
}

type MakeStep = (node: GraphNode, weights: readonly GraphTensor[]) => HeadStep | undefined;

const STEPS: Readonly<Record<string, MakeStep>> = {
  Identity: () => ({ forward: (input) => input, backward: (gradient) => gradient }),
  Relu: () => ({
    forward: (input) => input.map((value) => Math.max(0, value)),
    backward: (gradient, input) => gradient.map((value, at) => (input[at]! > 0 ? value : 0)),
  }),
  Gemm: product,
  BatchNormalization: normalisation,
};

/** x · kernel + bias, as the exporter writes dense layers. */
function product(
  { attributes }: GraphNode,
  [kernel, bias]: readonly GraphTensor[],
): HeadStep | undefined {
  const [inputs, outputs] = kernel?.dims ?? [];
  if (!kernel || !inputs || !outputs || attributes.size > 0) return undefined;
  const { values } = kernel;
  return {
    forward(input) {
      const output = Float64Array.from({ length: outputs }, (_, to) => bias?.values[to] ?? 0);
      for (let from = 0; from < inputs; from++) {
        const factor = input[from]!;
        for (let to = 0; to < outputs; to++) output[to]! += factor * values[from * outputs + to]!;
      }
      return output;
    },
    backward: (gradient) =>
      Float64Array.from({ length: inputs }, (_, from) => {
        let sum = 0;
        for (let to = 0; to < outputs; to++) sum += gradient[to]! * values[from * outputs + to]!;
        return sum;
      }),
  };
}

/** Steps that are given the same, one output behind the other. */
export const sideBySide = (steps: readonly HeadStep[]): HeadStep => ({
  forward: (input) => Float64Array.from(steps.flatMap((step) => [...step.forward(input)])),
  backward(gradient, input) {
    const sum = new Float64Array(input.length);
    let from = 0;
    for (const step of steps) {
      const { length } = step.forward(input);
      const part = step.backward(gradient.subarray(from, from + length), input);
      part.forEach((value, at) => (sum[at]! += value));
      from += length;
    }
    return sum;
  },
});

const DEFAULT_EPSILON = 1e-5;

/** Batch normalisation with the means and variances that training ended with. */
function normalisation(
  { attributes }: GraphNode,
  [gamma, beta, mean, variance]: readonly GraphTensor[],
): HeadStep | undefined {
  if (!gamma || !beta || !mean || !variance) return undefined;
  const epsilon = attributes.get('epsilon')?.[0] ?? DEFAULT_EPSILON;
  const scale = Float64Array.from(
    gamma.values,
    (value, at) => value / Math.sqrt(variance.values[at]! + epsilon),
  );
  return {
    forward: (input) =>
      input.map((value, at) => (value - mean.values[at]!) * scale[at]! + beta.values[at]!),
    backward: (gradient) => gradient.map((value, at) => value * scale[at]!),
  };
}
