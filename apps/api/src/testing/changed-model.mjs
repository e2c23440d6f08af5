/**
 * Another network made from an ONNX file: the same graph with every weight a little different, so that
 * it reads nearly as well and gives other probabilities and embeddings. A small reader of protobuf's
 * wire format is all it takes: the numbers lie in graph (7) / initializer (5) / raw_data (9).
 */

const GRAPH = 7;
const INITIALIZER = 5;
const NAME = 8;
const RAW_DATA = 9;

/** @returns {[value: number, next: number]} */
function varint(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

/** Fields with a length, as [number, start, end]. */
function* fields(bytes, start, end) {
  let at = start;
  while (at < end) {
    let tag;
    [tag, at] = varint(bytes, at);
    const kind = tag & 7;
    if (kind === 0) [, at] = varint(bytes, at);
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else {
      let length;
      [length, at] = varint(bytes, at);
      yield [Math.floor(tag / 8), at, at + length];
      at += length;
    }
  }
}

/**
 * @param {Uint8Array} onnx
 * @param {{ seed?: number, amount?: number }} [options] `amount`: the largest relative change of a weight
 * @returns {Uint8Array}
 */
export function changedModel(onnx, { seed = 1, amount = 0.03 } = {}) {
  const bytes = Uint8Array.from(onnx);
  const view = new DataView(bytes.buffer);
  let state = seed >>> 0;
  const random = () => {
    // Numerical Recipes' generator: any will do.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  for (const [graph, graphStart, graphEnd] of fields(bytes, 0, bytes.length)) {
    if (graph !== GRAPH) continue;
    for (const [field, start, end] of fields(bytes, graphStart, graphEnd)) {
      if (field !== INITIALIZER) continue;
      const parts = new Map([...fields(bytes, start, end)].map(([tag, a, b]) => [tag, [a, b]]));
      const name = parts.get(NAME);
      const raw = parts.get(RAW_DATA);
      const isKernel =
        name && Buffer.from(bytes.subarray(name[0], name[1])).toString().endsWith('/kernel');
      if (!isKernel || !raw) continue;
      for (let at = raw[0]; at + 4 <= raw[1]; at += 4) {
        view.setFloat32(at, view.getFloat32(at, true) * (1 + amount * random()), true);
      }
    }
  }
  return bytes;
}
