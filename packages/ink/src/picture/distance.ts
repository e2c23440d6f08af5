import { aligned, ints, placeOf, withKernels, writeTo } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, min } = Math;

/** Further than anything; its square is still a small integer. */
const FAR = 20_000;

/** Kernels go by so many columns. */
const TOGETHER = 4;

/**
 * For each pixel that is set the squared distance, centre to centre, to the nearest one that is not;
 * 0 for the others, and 4e8 or more where nothing is unset. Exact: down the columns first, then along the rows as far
 * as something nearer may come (Meijster, Roerdink and Hesselink: "A general algorithm for computing distance
 * transforms in linear time", 2000).
 *
 * @param outsideIsSet whether what lies outside the grid counts as set
 * @param reach what is further away is given as some number that is larger
 */
export function squaredDistances(
  set: Uint8Array,
  width: number,
  height: number,
  outsideIsSet = false,
  reach = FAR,
): Int32Array {
  const result = ints(set.length);
  const columns = ceil(width / TOGETHER) * TOGETHER;
  const outside = outsideIsSet ? FAR : 1;
  const beyond = outsideIsSet ? FAR * FAR : 0;
  // With something unset outside, none is further away than half of the width.
  const furthest = min(ceil(reach), outsideIsSet ? width : (width >> 1) + 1);
  const rows = (height + 2) * columns;
  const line = furthest + columns + furthest + TOGETHER;
  withKernels(
    4 * (rows + line) + columns * height + 4 * set.length + 64,
    (kernels, buffer, start) => {
      const view = new Int32Array(buffer);
      const first = start / 4;
      const own = first + columns;
      const stride = 4 * columns;
      view.fill(outside - 1, first, own);
      view.fill(outside - 1, own + height * columns, own + (height + 1) * columns);
      view.fill(beyond, first + rows, first + rows + line);
      const masks = start + 4 * (rows + line);
      const room = aligned(masks + columns * height + 16);
      kernels.frameRows(placeOf(set, buffer, room), masks, width, height, columns - width, 0);
      kernels.distancesAlong(masks, 4 * own, stride, height * columns);
      const lineAt = 4 * (first + rows + furthest);
      kernels.nearestInRows(4 * own, stride, height, width, lineAt, beyond, furthest);
      writeTo(result, buffer, room, (place) =>
        kernels.copyRows(4 * own, place, 4 * width, height, stride, 4 * width),
      );
    },
  );
  return result;
}
