const FAR = 1e12;

/**
 * For each pixel that is set the squared distance, centre to centre, to the nearest one that is not;
 * 0 for the others. Exact and linear in the number of pixels (Felzenszwalb and Huttenlocher:
 * "Distance Transforms of Sampled Functions", 2012).
 *
 * @param outsideIsSet whether what lies outside the grid counts as set; with nothing unset at all the
 * distances are then about 1e12
 */
export function squaredDistances(
  set: Uint8Array,
  width: number,
  height: number,
  outsideIsSet = false,
): Float64Array {
  // One ring of pixels stands for everything outside.
  const w = width + 2;
  const h = height + 2;
  const field = new Float64Array(w * h);
  if (outsideIsSet) field.fill(FAR);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      field[(row + 1) * w + column + 1] = set[row * width + column] ? FAR : 0;
    }
  }
  const longest = Math.max(w, h);
  const work: Work = {
    line: new Float64Array(longest),
    vertices: new Int32Array(longest),
    limits: new Float64Array(longest + 1),
  };
  for (let column = 0; column < w; column++) transformLine(field, column, w, h, work);
  for (let row = 0; row < h; row++) transformLine(field, row * w, 1, w, work);
  const result = new Float64Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (row + 1) * w + 1;
    result.set(field.subarray(from, from + width), row * width);
  }
  return result;
}

interface Work {
  readonly line: Float64Array;
  readonly vertices: Int32Array;
  readonly limits: Float64Array;
}

/** Lower envelope of the parabolas that stand on the values of one line. */
function transformLine(
  field: Float64Array,
  start: number,
  stride: number,
  length: number,
  { line, vertices, limits }: Work,
): void {
  for (let at = 0; at < length; at++) line[at] = field[start + at * stride]!;
  let last = 0;
  vertices[0] = 0;
  limits[0] = -Infinity;
  limits[1] = Infinity;
  for (let at = 1; at < length; at++) {
    let crossing = cross(line, vertices[last]!, at);
    while (crossing <= limits[last]!) {
      last--;
      crossing = cross(line, vertices[last]!, at);
    }
    last++;
    vertices[last] = at;
    limits[last] = crossing;
    limits[last + 1] = Infinity;
  }
  last = 0;
  for (let at = 0; at < length; at++) {
    while (limits[last + 1]! < at) last++;
    const vertex = vertices[last]!;
    field[start + at * stride] = (at - vertex) ** 2 + line[vertex]!;
  }
}

function cross(line: Float64Array, a: number, b: number): number {
  return (line[b]! + b * b - (line[a]! + a * a)) / (2 * (b - a));
}
