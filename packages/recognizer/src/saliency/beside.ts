import { headStep, type HeadStep } from './head-steps.js';
import type { MapShape } from './heat-map.js';
import type { GraphNode, OnnxGraph } from './onnx-graph.js';

/**
 * Classes beside a network's own that read the embedding, where that is made of what several stages see: the square
 * roots of the means over fields of their maps, side by side, those of the last convolution at the end.
 */
export interface Beside {
  /** The value that holds what the stages see, `[1, numbers]`. */
  readonly seen: string;
  /** From there to the classes. */
  readonly steps: readonly HeadStep[];
  /** Side of the fields of the last maps. */
  readonly field: number;
}

/**
 * @param name the value that holds the classes' logits
 * @param maps the value that holds the maps of the last convolution
 * @returns `undefined` where something on the way is not known
 */
export function besideOf(graph: OnnxGraph, name: string, maps: string): Beside | undefined {
  const steps: HeadStep[] = [];
  let node = graph.writers.get(name);
  while (node && node.operation !== 'Concat') {
    const step = headStep(node, graph);
    if (!step) return undefined;
    steps.push(step);
    node = graph.writers.get(node.inputs[0]!);
  }
  const field = node && fieldOf(graph, node.inputs.at(-1)!, maps);
  return field === undefined
    ? undefined
    : { seen: node!.outputs[0]!, steps: steps.reverse(), field };
}

/** What leads from a stage's maps to what is seen of them, the last first. */
const WAY = ['Sqrt', 'Add', 'Flatten', 'Transpose', 'AveragePool'] as const;

function fieldOf(graph: OnnxGraph, part: string, maps: string): number | undefined {
  let name = part;
  let node: GraphNode | undefined;
  for (const operation of WAY) {
    node = graph.writers.get(name);
    if (node?.operation !== operation) return undefined;
    name = node.inputs[0]!;
  }
  return name === maps ? node?.attributes.get('kernel_shape')?.[0] : undefined;
}

/** What each step is given, and what the last one says. */
export function runBeside({ steps }: Beside, seen: ArrayLike<number>) {
  const inputs: Float64Array[] = [];
  let value = Float64Array.from(seen);
  for (const step of steps) {
    inputs.push(value);
    value = Float64Array.from(step.forward(value));
  }
  return { logits: value, inputs };
}

/**
 * The gradient of a weighted sum of the classes by the maps, `[channels, height, width]`. That of a root is half its
 * inverse, and each number of a field has its share of the mean.
 *
 * @param weights one for each of the classes
 */
export function besideByMaps(
  { steps, field }: Beside,
  inputs: readonly Float64Array[],
  weights: Float64Array,
  { channels, height, width }: MapShape,
): Float64Array {
  let gradient = weights;
  for (let at = steps.length - 1; at >= 0; at--) {
    gradient = Float64Array.from(steps[at]!.backward(gradient, inputs[at]!));
  }
  const [seen] = inputs as [Float64Array];
  const [rows, columns] = [Math.floor(height / field), Math.floor(width / field)];
  const first = seen.length - rows * columns * channels;
  return Float64Array.from({ length: channels * height * width }, (_, at) => {
    const channel = Math.floor(at / (height * width));
    const row = Math.floor((at % (height * width)) / width / field);
    const column = Math.floor((at % width) / field);
    // What the fields leave over at the edge is not seen.
    if (row >= rows || column >= columns) return 0;
    const place = first + (row * columns + column) * channels + channel;
    return gradient[place]! / (2 * seen[place]! * field * field);
  });
}
