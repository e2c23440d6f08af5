import type { Mask } from './grid.js';
import type { Corner } from './hull.js';
import { emptiestCorner, isInside, likenessToEllipse, type Region } from './region.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, atan2, cos, floor, hypot, max, min, sin } = Math;

/** A sheet fills this part of the smallest rectangle around it, ... */
const LEAST_FILL = 0.87;

/** ... its corners (of this part of its sides each) ... */
const CORNER = 0.12;

/** ... by this part at least: rounded ones too, but not the outline of a bold 0 or D. */
const LEAST_CORNER = 0.6;

/** A printed circle is at most this much longer than wide ... */
const LEAST_ROUNDNESS = 0.8;

/** ... and like an ellipse by this. */
const LEAST_ELLIPSE = 0.9;

/** A line in a circle that leans more than this off the upright is the slash of a zero. */
const MOST_LEAN = (25 * Math.PI) / 180;

/** A sheet, a card, a canvas or a box: rounded corners and a little perspective do no harm. */
export const isRectangle = (region: Region): boolean =>
  region.area >= LEAST_FILL * region.box.width * region.box.height &&
  emptiestCorner(region, CORNER) >= LEAST_CORNER;

/** A line drawn around a character, and no slashed zero. */
export function isCircleAround(region: Region, ink: Mask): boolean {
  const { box } = region;
  if (min(box.width, box.height) < LEAST_ROUNDNESS * max(box.width, box.height)) return false;
  if (likenessToEllipse(region) < LEAST_ELLIPSE) return false;
  return lean(ink) <= MOST_LEAN && isOutlined(region);
}

/** Rays from the middle, and how far beyond the edge the paper must begin again: the line is thin. */
const RAYS = 32;
const FARTHEST = 1.2;
const STEP = 0.02;

/** All but these may lead into other ink. */
const MOST_RAYS = 0.7;

/** Outside of the line there is a patch of the same tone again, as inside. */
function isOutlined(region: Region): boolean {
  const { box, patches } = region;
  if (patches.components.length < 2) return false;
  const { labels } = patches;
  const { width, height } = patches.runs;
  let [outlined, rays] = [0, 0];
  for (let ray = 0; ray < RAYS; ray++) {
    const angle = (2 * Math.PI * ray) / RAYS;
    const at = (away: number): Corner => ({
      x: box.x + (cos(angle) * away * box.width) / 2,
      y: box.y + (sin(angle) * away * box.height) / 2,
    });
    const isIn = ({ x, y }: Corner) => x >= 0 && y >= 0 && x < width && y < height;
    if (!isIn(at(1))) continue;
    rays++;
    for (let away = 1; away < FARTHEST; away += STEP) {
      const place = at(away);
      if (!isIn(place)) break;
      const label = labels[floor(place.y) * width + floor(place.x)];
      if (label === 0 || isInside(region, place)) continue;
      outlined++;
      break;
    }
  }
  return outlined >= MOST_RAYS * rays;
}

/** How far off the upright ink leans that is one straight line; 0 for all other ink. */
function lean({ width, height, values }: Mask): number {
  let [mass, sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    if (values[at] === 0) continue;
    const [x, y] = [at % width, floor(at / width)];
    mass++;
    sumX += x;
    sumY += y;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  const [mx, my] = [sumX / mass, sumY / mass];
  const [cxx, cyy, cxy] = [xx / mass - mx * mx, yy / mass - my * my, xy / mass - mx * my];
  const middle = (cxx + cyy) / 2;
  const apart = hypot((cxx - cyy) / 2, cxy);
  // A line varies along itself alone.
  const isLine = middle - apart < 0.02 * (middle + apart) && hypot(width, height) > 0;
  if (!isLine) return 0;
  const angle = atan2(2 * cxy, cxx - cyy) / 2;
  return abs(abs(angle) - Math.PI / 2);
}
