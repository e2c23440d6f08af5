import { GLYPH_SIDE } from '@inkling/ink';
import {
  floatsOf,
  ONNX_INPUT,
  ONNX_LOGITS,
  ONNX_SESSION_OPTIONS,
  type Engine,
} from '../session.js';
import { besideByMaps, runBeside } from './beside.js';
import { gradientByMaps, headOf, runHead, type Head } from './head.js';
import { classActivation, heatOverGlyph, type MapShape } from './heat-map.js';
import { readGraph, withOutput } from './onnx-graph.js';
import { receptiveField, type MapField } from './receptive-field.js';

/** A loaded model version that tells what it looked at. */
export interface SaliencySession {
  /**
   * @param glyph `[28, 28]`, 0..1, white ink on black
   * @param classes indices of the network's classes
   * @returns of each class a heat map `[28, 28]`, 0..1, see `classActivation`
   * @throws Error when what follows the maps is not what the network does
   */
  run(glyph: Float32Array, classes: readonly number[]): Promise<Float32Array[]>;
  /** Frees the engine's memory; the session must not be used afterwards. */
  release(): Promise<void>;
}

/** How far the head may be from the session's own logits: it computes in another order and precision. */
const TOLERANCE = 1e-3;

/** What saliency has to know of a network. */
interface Explainable {
  readonly head: Head;
  readonly field: MapField;
}

/**
 * Opens an ONNX file a second time, with the maps of its last convolution as one more output. Keep `openSession`
 * for answers: the engine can't melt layers together where somebody looks in between.
 *
 * @returns `undefined` for a network of a shape that saliency does not know
 * @throws Error when the engine can't open the file
 */
export async function openSaliencySession(
  engine: Engine,
  onnx: Uint8Array,
): Promise<SaliencySession | undefined> {
  const known = explainable(onnx);
  if (!known) return undefined;
  const { head, field } = known;
  const { maps, beside } = head;
  const looked = withOutput(onnx, maps);
  const file = beside ? withOutput(looked, beside.seen) : looked;
  const session = await engine.InferenceSession.create(file, ONNX_SESSION_OPTIONS);
  return {
    async run(glyph, classes) {
      const input = new engine.Tensor('float32', glyph, [1, 1, GLYPH_SIDE, GLYPH_SIDE]);
      const output = await session.run({ [ONNX_INPUT]: input });
      const values = {
        maps: floatsOf(output, maps),
        logits: floatsOf(output, ONNX_LOGITS),
        seen: beside ? floatsOf(output, beside.seen) : new Float32Array(),
      };
      return heatsOf(known, values, classes).map((activation) => heatOverGlyph(activation, field));
    },
    release: () => session.release(),
  };
}

function explainable(onnx: Uint8Array): Explainable | undefined {
  const graph = readGraph(onnx);
  const input = graph.inputs.get(ONNX_INPUT)?.slice(1);
  if (String(input) !== String([1, GLYPH_SIDE, GLYPH_SIDE])) return undefined;
  const head = headOf(graph);
  const field = head && receptiveField(graph, head.maps);
  return head && field && { head, field };
}

/** What the session computed. */
interface Values {
  readonly maps: Float32Array;
  readonly logits: Float32Array;
  /** See `Beside`; empty where there are no such classes. */
  readonly seen: Float32Array;
}

function heatsOf(
  { head, field }: Explainable,
  { maps, logits, seen }: Values,
  classes: readonly number[],
): Float64Array[] {
  const [height, width] = [field.rows.count, field.columns.count];
  const shape: MapShape = { channels: maps.length / (height * width), height, width };
  const pass = runHead(head, maps, shape);
  const beside = head.beside && { ...head.beside, ...runBeside(head.beside, seen) };
  const all = [...pass.logits, ...(beside?.logits ?? [])];
  const agrees =
    all.length === logits.length &&
    all.every((value, at) => Math.abs(value - logits[at]!) <= TOLERANCE);
  if (!agrees) throw new Error('What follows the maps is not what the network does.');
  return classes.map((index) => {
    const own = pass.logits.length;
    const gradient =
      beside && index >= own
        ? besideByMaps(beside, beside.inputs, oneOf(index - own, beside.logits.length), shape)
        : gradientByMaps(head, pass, oneOf(index, own), shape);
    return classActivation(maps, gradient, shape);
  });
}

function oneOf(index: number, count: number): Float64Array {
  const weights = new Float64Array(count);
  weights[index] = 1;
  return weights;
}
