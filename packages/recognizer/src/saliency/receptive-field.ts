import type { GraphNode, OnnxGraph } from './onnx-graph.js';

/** Where the values of a map lie over the input, along one side, in pixels of the input. */
export interface Field {
  /** Values along the side. */
  readonly count: number;
  /** The middle of what the first value sees. */
  readonly start: number;
  /** From one value to the next. */
  readonly step: number;
  /** How much one value sees. */
  readonly size: number;
}

/** Of both sides. */
export interface MapField {
  readonly rows: Field;
  readonly columns: Field;
}

const WINDOWS = new Set(['Conv', 'MaxPool', 'AveragePool']);
/** Each value of the output is of one place alone. */
const POINTWISE = new Set([
  ...['Relu', 'LeakyRelu', 'Clip', 'BatchNormalization', 'Identity', 'Add', 'Sum'],
]);

/**
 * The receptive field of a value of the graph (Araujo, Norris and Sim 2019): with strides and without padding the
 * maps lie over a part of the input only, and not in its middle.
 *
 * @returns `undefined` where an operation on the way is not known
 */
export function receptiveField(graph: OnnxGraph, value: string): MapField | undefined {
  const known = new Map<string, MapField | undefined>();
  for (const [name, sides] of graph.inputs) {
    const [height = 0, width = 0] = sides.slice(2);
    known.set(name, { rows: pixels(height), columns: pixels(width) });
  }
  const fieldOf = (name: string): MapField | undefined => {
    if (known.has(name)) return known.get(name);
    const node = graph.writers.get(name);
    const field = node && fieldAfter(node, fieldOf);
    known.set(name, field);
    return field;
  };
  return fieldOf(value);
}

const pixels = (count: number): Field => ({ count, start: 0, step: 1, size: 1 });

function fieldAfter(
  node: GraphNode,
  fieldOf: (name: string) => MapField | undefined,
): MapField | undefined {
  if (WINDOWS.has(node.operation)) {
    const before = fieldOf(node.inputs[0]!);
    return before && throughWindow(node, before);
  }
  if (!POINTWISE.has(node.operation)) return undefined;
  if (node.operation !== 'Add' && node.operation !== 'Sum') return fieldOf(node.inputs[0]!);
  // Of a block and its projection the block sees more.
  const [widest] = node.inputs
    .flatMap((name) => fieldOf(name) ?? [])
    .sort((a, b) => b.rows.size - a.rows.size);
  return widest;
}

function throughWindow({ attributes }: GraphNode, before: MapField): MapField | undefined {
  const kernel = attributes.get('kernel_shape');
  const pads = attributes.get('pads') ?? [0, 0, 0, 0];
  if (kernel?.length !== 2 || pads.length !== 4) return undefined;
  const along = (axis: 0 | 1, { count, start, step, size }: Field): Field => {
    const dilation = attributes.get('dilations')?.[axis] ?? 1;
    const stride = attributes.get('strides')?.[axis] ?? 1;
    const beyond = (kernel[axis]! - 1) * dilation;
    const padded = count + pads[axis]! + pads[axis + 2]!;
    return {
      count: Math.floor((padded - beyond - 1) / stride) + 1,
      start: start + (beyond / 2 - pads[axis]!) * step,
      step: step * stride,
      size: size + beyond * step,
    };
  };
  return { rows: along(0, before.rows), columns: along(1, before.columns) };
}
