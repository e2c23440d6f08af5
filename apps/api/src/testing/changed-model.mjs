import { wireFields } from '@inkling/recognizer/onnx-file';

/**
 * Another network made from an ONNX file: the same graph with every weight a little different, so that
 * it reads nearly as well and gives other probabilities and embeddings.
 */

// Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3

const GRAPH = 7;
const INITIALIZER = 5;
const NAME = 8;
const RAW_DATA = 9;

/**
 * @param {Uint8Array} onnx
 * @param {{ seed?: number, amount?: number }} [options] `amount`: the largest relative change of a weight
 * @returns {Uint8Array}
 */
export function changedModel(onnx, { seed = 1, amount = 0.03 } = {}) {
  const bytes = Uint8Array.from(onnx);
  let state = seed >>> 0;
  const random = () => {
    // Numerical Recipes' generator: any will do.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  // Nothing is copied: what is written into a field is written into the file.
  for (const graph of wireFields(bytes)) {
    if (graph.number !== GRAPH) continue;
    for (const tensor of wireFields(graph.bytes)) {
      if (tensor.number !== INITIALIZER) continue;
      const parts = new Map(Array.from(wireFields(tensor.bytes), (part) => [part.number, part]));
      const name = Buffer.from(parts.get(NAME)?.bytes ?? []).toString();
      const raw = parts.get(RAW_DATA)?.bytes;
      if (!name.endsWith('/kernel') || !raw) continue;
      const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
      for (let at = 0; at + 4 <= raw.length; at += 4) {
        view.setFloat32(at, view.getFloat32(at, true) * (1 + amount * random()), true);
      }
    }
  }
  return bytes;
}
