import { cutOut } from './cut-out.js';
import { findComponents, type Component, type Components } from './components.js';
import { cropGrid, longerSide, type Box, type Grid } from './grid.js';
import { histogram, otsuThreshold, twoOtsuThresholds } from './otsu.js';
import { measurePen } from './pen-width.js';
import { poolExtremes } from './pool.js';
import {
  emptiestCorner,
  isInside,
  likenessToEllipse,
  placeIn,
  regionOf,
  type Region,
} from './region.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { atan2, hypot, max, min } = Math;

/** Sheets are looked for in a picture of about this side. */
const SEARCH_SIDE = 160;

/** Smaller pictures hold no sheet with a character on it. */
const SMALLEST_PICTURE = 20;

/** A sheet on a desk in a picture, with a box of a form on it. */
const MOST_NESTED = 3;

/** A sheet fills at least this part of the picture ... */
const LEAST_AREA = 0.04;

/** ... is at least this part of the picture's shorter side wide ... */
const LEAST_WIDTH = 0.2;

/** ... leaves something of the picture in one direction at least ... */
const MOST_LENGTH = 0.97;

/** ... and fills this part of the smallest rectangle around it, ... */
const LEAST_FILL = 0.87;

/** ... it is paper more than what is drawn on it, unlike a frame around a character, ... */
const LEAST_PAPER = 0.5;

/** ... its corners (of this part of its sides each) ... */
const CORNER = 0.12;

/** ... by this part at least: rounded ones too, but not the outline of a bold 0 or D. */
const LEAST_CORNER = 0.6;

/** A printed circle is at most this much longer than wide ... */
const LEAST_ROUNDNESS = 0.8;

/** ... and like an ellipse by this. */
const LEAST_ELLIPSE = 0.9;

/** What is drawn on it is long and thin: its thickest place is at most this part of its length. */
const THICKEST_DRAWING = 0.36;

/** It is at least this part of the sheet's shorter side long ... */
const LEAST_DRAWING = 0.22;

/** ... and at least this part of the longest thing in the picture that doesn't lie on the sheet. */
const LEAST_OF_LONGEST = 0.6;

/** A line in a circle that leans more than this off the upright is the slash of a zero. */
const MOST_LEAN = (25 * Math.PI) / 180;

/**
 * The part of the picture that shows the paper, upright, where a sheet lies on something of another
 * tone or a box, a circle or a frame is drawn around the character; the whole picture otherwise.
 * Without this a light sheet on a dark desk would be taken for light ink, and a box for a character.
 */
export function onSheet(grey: Grid): Grid {
  let picture = grey;
  for (let depth = 0; depth < MOST_NESTED; depth++) {
    const sheet = findSheet(picture);
    if (!sheet) return picture;
    picture = cutOut(picture, sheet.region, { drawing: sheet.drawing.box, level: sheet.level });
  }
  return picture;
}

interface Sheet {
  readonly region: Region;
  /** A circle has no sides that say how it is turned. */
  readonly level: boolean;
  /** The largest thing on it. */
  readonly drawing: Component;
}

function findSheet(grey: Grid): Sheet | undefined {
  if (max(grey.width, grey.height) < SMALLEST_PICTURE) return undefined;
  const { darkest, lightest } = poolExtremes(grey, SEARCH_SIDE);
  let best: Sheet | undefined;
  for (const isTone of toneTests(histogram(grey.values))) {
    const values = darkest.values.map((dark, at) => +isTone(dark, lightest.values[at]!));
    const map = { ...darkest, values };
    const patches = findComponents(map, 0.5, false);
    for (const patch of patches.components) {
      const sheet = sheetOf(patch, patches, map);
      if (sheet && !(best && lengthOf(best.drawing) >= lengthOf(sheet.drawing))) best = sheet;
    }
  }
  return best;
}

/** What differs from the commonest tone by less than this shows no line, however faint. */
const SAME_TONE = 0.06;

/**
 * Whether a pixel that stands for several, by the darkest and the lightest of them, is of a tone: light
 * or dark by Otsu's threshold; light, dark or between by the two that make three classes; just of the
 * commonest tone, which shows the faint frames of a screen.
 */
function toneTests(counts: Uint32Array): ((darkest: number, lightest: number) => boolean)[] {
  const level = otsuThreshold(counts);
  const [low, high] = twoOtsuThresholds(counts);
  const common = counts.indexOf(max(...counts)) / 255;
  return [
    ...[level, low, high].flatMap((threshold) => [
      (darkest: number) => darkest > threshold,
      (_: number, lightest: number) => lightest <= threshold,
    ]),
    (darkest, lightest) => darkest > low && lightest <= high,
    (darkest, lightest) => darkest >= common - SAME_TONE && lightest <= common + SAME_TONE,
  ];
}

function sheetOf(patch: Component, patches: Components, map: Grid): Sheet | undefined {
  const { width, height } = map;
  if (patch.area < (LEAST_AREA / 2) * width * height) return undefined;
  const long = (box: Box) => [(box.right - box.left) / width, (box.bottom - box.top) / height];
  if (min(...long(patch.box)) > MOST_LENGTH) return undefined;
  const region = regionOf(patch, patches.labels, width);
  const { box } = region;
  const shorter = min(box.width, box.height);
  if (region.area < LEAST_AREA * width * height) return undefined;
  if (patch.area < LEAST_PAPER * region.area) return undefined;
  if (shorter < LEAST_WIDTH * min(width, height)) return undefined;
  const drawing = [...region.holes].sort((a, b) => lengthOf(b) - lengthOf(a))[0];
  if (!drawing || longerSide(drawing.box) < LEAST_DRAWING * shorter) return undefined;
  const ink = inkOf(drawing, region, map);
  if (measurePen(ink).thickest > THICKEST_DRAWING * lengthOf(drawing)) return undefined;
  const level = !isRectangle(region);
  if (level && !isCircleAround(region, ink, patch, patches)) return undefined;
  return hasLonger(drawing, region, map) ? undefined : { region, drawing, level };
}

const lengthOf = ({ box }: Component): number => hypot(box.right - box.left, box.bottom - box.top);

const isRectangle = (region: Region): boolean =>
  region.area >= LEAST_FILL * region.box.width * region.box.height &&
  emptiestCorner(region, CORNER) >= LEAST_CORNER;

/** A line drawn around a character, and no slashed zero. */
function isCircleAround(
  region: Region,
  ink: Grid,
  { label }: Component,
  { labels }: Components,
): boolean {
  const { box, filled } = region;
  if (min(box.width, box.height) < LEAST_ROUNDNESS * max(box.width, box.height)) return false;
  if (likenessToEllipse(region) < LEAST_ELLIPSE) return false;
  if (lean(ink) > MOST_LEAN) return false;
  // Outside of the line there is paper again, as inside.
  const tone = labels.findIndex((at) => at === label);
  const isPaper = (at: number) => labels[at] !== 0 || at === tone;
  let [paper, places] = [0, 0];
  for (let step = 0; step < 32; step++) {
    const angle = (2 * Math.PI * step) / 32;
    for (let away = 1; away < 1.2; away += 0.02) {
      const x = Math.floor(box.x + Math.cos(angle) * away * (box.width / 2));
      const y = Math.floor(box.y + Math.sin(angle) * away * (box.height / 2));
      if (x < 0 || y < 0 || x >= filled.width || y >= filled.height) continue;
      const at = y * filled.width + x;
      if (away === 1) places++;
      if (filled.values[at] === 0 && isPaper(at)) {
        paper++;
        break;
      }
    }
  }
  return paper >= 0.7 * places;
}

/** How far off the upright ink leans that is one straight line; 0 for all other ink. */
function lean({ width, height, values }: Grid): number {
  let [mass, sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    if (values[at] === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
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
  return Math.abs(Math.abs(angle) - Math.PI / 2);
}

/** The drawing without the paper that it encloses. */
function inkOf({ label, box }: Component, { holeLabels }: Region, map: Grid): Grid {
  const values = Float32Array.from(holeLabels, (of, at) => +(of === label && map.values[at] === 0));
  return cropGrid({ ...map, values }, box);
}

/** Whether something that neither lies on the sheet nor holds it nor comes in is clearly longer. */
function hasLonger(drawing: Component, region: Region, map: Grid): boolean {
  const others = findComponents({ ...map, values: map.values.map((value) => 1 - value) }, 0.5);
  const middle = placeIn(region.box, 0, 0);
  return others.components.some(
    (other) =>
      other.onBorder === 0 &&
      LEAST_OF_LONGEST * lengthOf(other) > lengthOf(drawing) &&
      !(
        other.box.left <= middle.x &&
        other.box.right >= middle.x &&
        other.box.top <= middle.y &&
        other.box.bottom >= middle.y
      ) &&
      !isInside(region, {
        x: (other.box.left + other.box.right) / 2,
        y: (other.box.top + other.box.bottom) / 2,
      }),
  );
}
