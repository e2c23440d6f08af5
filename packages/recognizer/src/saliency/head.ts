import { ONNX_LOGITS } from '../session.js';
import { besideOf, type Beside } from './beside.js';
import { headStep, sideBySide, type HeadStep } from './head-steps.js';
import type { MapShape } from './heat-map.js';
import type { GraphNode, OnnxGraph } from './onnx-graph.js';

/** How the maps of the last convolution become one row of numbers. */
export type Joining = 'average' | 'flatten' | 'flattenChannelsLast';

/** What a network does with the maps of its last convolution. */
export interface Head {
  /** The value that holds the maps, `[1, channels, height, width]`. */
  readonly maps: string;
  readonly joining: Joining;
  /** After joining, in their order. */
  readonly steps: readonly HeadStep[];
  /** Classes behind those of the steps that read something else. */
  readonly beside?: Beside;
}

/**
 * Walks from the logits back to the maps.
 *
 * @returns `undefined` where something on the way is not known
 */
export function headOf(graph: OnnxGraph): Head | undefined {
  const steps: HeadStep[] = [];
  let name = ONNX_LOGITS;
  let besideName: string | undefined;
  for (;;) {
    const node = graph.writers.get(name);
    if (!node) return undefined;
    const joined = joiningAt(node, graph);
    if (joined) {
      // What is no node's is the input itself: nothing was looked at.
      if (!graph.writers.has(joined.maps)) return undefined;
      const head = { ...joined, steps: steps.reverse() };
      if (besideName === undefined) return head;
      const beside = besideOf(graph, besideName, joined.maps);
      return beside && { ...head, beside };
    }
    const split = splitAt(node, graph);
    if (split && besideName === undefined) {
      [name, besideName] = split;
      continue;
    }
    const found = stepAt(node, graph);
    if (!found) return undefined;
    steps.push(found.step);
    name = found.input;
  }
}

/** The two values that a node joins, where they are made of different things. */
function splitAt(node: GraphNode, graph: OnnxGraph): readonly [string, string] | undefined {
  if (node.operation !== 'Concat' || node.inputs.length !== 2) return undefined;
  const [own, beside] = node.inputs as [string, string];
  const [first, second] = [own, beside].map((name) => graph.writers.get(name)?.inputs[0]);
  return first === second ? undefined : [own, beside];
}

/** A node with what it is given; layers side by side, whose outputs are joined, are one step. */
function stepAt(
  node: GraphNode,
  graph: OnnxGraph,
): { readonly step: HeadStep; readonly input: string } | undefined {
  if (node.operation !== 'Concat') {
    const step = headStep(node, graph);
    return step && { step, input: node.inputs[0]! };
  }
  const beside = node.inputs.map((name) => graph.writers.get(name));
  const steps = beside.map((one) => one && headStep(one, graph));
  const inputs = new Set(beside.map((one) => one?.inputs[0]));
  const [input] = inputs;
  if (steps.includes(undefined) || inputs.size !== 1 || input === undefined) return undefined;
  return { step: sideBySide(steps as HeadStep[]), input };
}

function joiningAt(node: GraphNode, graph: OnnxGraph): Pick<Head, 'maps' | 'joining'> | undefined {
  if (node.operation !== 'Flatten') return undefined;
  const [input] = node.inputs as [string];
  const before = graph.writers.get(input);
  if (before?.operation === 'GlobalAveragePool') {
    return { maps: before.inputs[0]!, joining: 'average' };
  }
  if (before?.operation !== 'Transpose') return { maps: input, joining: 'flatten' };
  const isChannelsLast = String(before.attributes.get('perm')) === '0,2,3,1';
  return isChannelsLast ? { maps: before.inputs[0]!, joining: 'flattenChannelsLast' } : undefined;
}

/** What a pass through the head gave, step by step. */
export interface HeadPass {
  readonly logits: Float64Array;
  /** What each step was given. */
  readonly inputs: readonly Float64Array[];
}

/** @param maps `[channels, height, width]` */
export function runHead(head: Head, maps: Float32Array, shape: MapShape): HeadPass {
  const inputs: Float64Array[] = [];
  let value = joinMaps(head.joining, maps, shape);
  for (const step of head.steps) {
    inputs.push(value);
    value = step.forward(value);
  }
  return { logits: value, inputs };
}

/**
 * The gradient of a weighted sum of the logits by the maps, `[channels, height, width]`.
 *
 * @param weights one for each logit
 */
export function gradientByMaps(
  { joining, steps }: Head,
  { inputs }: HeadPass,
  weights: Float64Array,
  shape: MapShape,
): Float64Array {
  let gradient = weights;
  for (let at = steps.length - 1; at >= 0; at--) {
    gradient = steps[at]!.backward(gradient, inputs[at]!);
  }
  return spreadGradient(joining, gradient, shape);
}

function joinMaps(
  joining: Joining,
  maps: Float32Array,
  { channels, height, width }: MapShape,
): Float64Array {
  const area = height * width;
  if (joining === 'flatten') return Float64Array.from(maps);
  if (joining === 'flattenChannelsLast') {
    return Float64Array.from(maps, (_, at) => {
      const channel = at % channels;
      return maps[channel * area + (at - channel) / channels]!;
    });
  }
  return Float64Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let at = 0; at < area; at++) sum += maps[channel * area + at]!;
    return sum / area;
  });
}

/** Back to where `joinMaps` took it from. */
function spreadGradient(
  joining: Joining,
  gradient: Float64Array,
  { channels, height, width }: MapShape,
): Float64Array {
  const area = height * width;
  if (joining === 'flatten') return gradient;
  return Float64Array.from({ length: channels * area }, (_, at) => {
    const place = at % area;
    const channel = (at - place) / area;
    return joining === 'average'
      ? gradient[channel]! / area
      : gradient[place * channels + channel]!;
  });
}
