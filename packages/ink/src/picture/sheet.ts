import type { GreyPicture } from '../types.js';
import { cutOut } from './cut-out.js';
import { findInMask, findPatches, type Component, type Components } from './components.js';
import { longerSide, type Box, type Mask } from './grid.js';
import type { Corner } from './hull.js';
import { countsOf, otsuThreshold, twoOtsuThresholds } from './otsu.js';
import { extremesOf } from './overview.js';
import { thicknessOf } from './pen-width.js';
import { isInside, placeIn, regionOf, type Region } from './region.js';
import { isCircleAround, isRectangle } from './sheet-shape.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, hypot, max, min, round } = Math;

/** Sheets are looked for from as far away as makes the picture at most this side: from further away the lines of graph paper run together. */
const SEARCH_SIDE = 160;

/** Smaller pictures hold no sheet with a character on it. */
const SMALLEST_PICTURE = 20;

/** A sheet on a desk in a picture, with a box of a form on it. */
const MOST_NESTED = 3;

/** A sheet fills at least this part of the picture ... */
const LEAST_AREA = 0.04;

/** ... and of the level box around it, turned as it may be, ... */
const LEAST_OF_BOX = 0.2;

/** ... is at least this part of the picture's shorter side wide ... */
const LEAST_WIDTH = 0.2;

/** ... leaves something of the picture in one direction at least, ... */
const MOST_LENGTH = 0.97;

/** ... and is paper more than what is drawn on it, unlike a frame around a character. */
const LEAST_PAPER = 0.5;

/** What is drawn on it is long and thin: its thickest place is at most this part of its length. */
const THICKEST_DRAWING = 0.36;

/** It is at least this part of the sheet's shorter side long ... */
const LEAST_DRAWING = 0.22;

/** ... and at least this part of the longest thing in the picture that doesn't lie on the sheet. */
const LEAST_OF_LONGEST = 0.6;

/**
 * The part of the picture that shows the paper, upright, where a sheet lies on something of another
 * tone or a box, a circle or a frame is drawn around the character; the whole picture otherwise.
 * Without this a light sheet on a dark desk would be taken for light ink, and a box for a character.
 */
export function onSheet(picture: GreyPicture): GreyPicture {
  let looked = picture;
  for (let depth = 0; depth < MOST_NESTED; depth++) {
    const sheet = findSheet(looked);
    if (!sheet) break;
    looked = cutOut(looked, sheet.region, sheet);
  }
  return looked;
}

interface Sheet {
  readonly region: Region;
  /** Pixels of the picture, along each side, for one of the search. */
  readonly factor: number;
  /** A circle has no sides that say how it is turned. */
  readonly level: boolean;
  /** The box around the largest thing on it, in pixels of the search. */
  readonly drawing: Box;
}

function findSheet(picture: GreyPicture): Sheet | undefined {
  if (max(picture.width, picture.height) < SMALLEST_PICTURE) return undefined;
  const { width, height, factor, darkest, lightest } = extremesOf(picture, SEARCH_SIDE);
  let best: Sheet | undefined;
  const darkCounts = countsOf(darkest);
  const lightCounts = countsOf(lightest);
  const tried = new Set<string>();
  for (const { least, most } of tonesToTry(countsOf(picture.pixels))) {
    // So many pixels are light enough, so many dark enough: the same numbers are the same pixels.
    const [isLight, isDark] = [sumOf(darkCounts, least, 255), sumOf(lightCounts, 0, most)];
    const key = `${isLight} ${isDark}`;
    if (tried.has(key) || min(isLight, isDark) < LEAST_PAPER * LEAST_AREA * width * height)
      continue;
    tried.add(key);
    const values = new Uint8Array(width * height);
    for (let at = 0; at < values.length; at++) {
      if (darkest[at]! >= least && lightest[at]! <= most) values[at] = 1;
    }
    const map = { width, height, values };
    const patches = findPatches(map);
    for (const patch of patches.components) {
      const sheet = sheetOf(patch, patches, map, factor);
      if (sheet && !(best && lengthOf(best.drawing) >= lengthOf(sheet.drawing))) best = sheet;
    }
  }
  return best;
}

/** What differs from the commonest tone by less than this shows no line, however faint. */
const SAME_TONE = 0.06;

/** Tones of 0 to 255, from the least up to the most. */
interface Tones {
  readonly least: number;
  readonly most: number;
}

/**
 * Light or dark by Otsu's threshold; light, dark or between by the two that make three classes; just
 * the commonest tone, which shows the faint frames of a screen.
 */
function tonesToTry(counts: Uint32Array): Tones[] {
  const level = floor(255 * otsuThreshold(counts));
  const [low, high] = twoOtsuThresholds(counts).map((threshold) => round(255 * threshold));
  const common = counts.indexOf(max(...counts));
  const same = round(255 * SAME_TONE);
  return [
    ...[level, low!, high!].flatMap((threshold) => [
      { least: threshold + 1, most: 255 },
      { least: 0, most: threshold },
    ]),
    { least: low! + 1, most: high! },
    { least: common - same, most: common + same },
  ];
}

function sumOf(counts: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let tone = max(0, from); tone <= min(255, to); tone++) sum += counts[tone]!;
  return sum;
}

function sheetOf(
  patch: Component,
  patches: Components,
  map: Mask,
  factor: number,
): Sheet | undefined {
  const { width, height } = map;
  if (!mayBeSheet(patch, map)) return undefined;
  const region = regionOf(patch, patches.labels, width);
  const shorter = min(region.box.width, region.box.height);
  if (region.area < LEAST_AREA * width * height) return undefined;
  if (patch.area < LEAST_PAPER * region.area) return undefined;
  if (shorter < LEAST_WIDTH * min(width, height)) return undefined;
  const largest = [...region.holes].sort((a, b) => lengthOf(b.box) - lengthOf(a.box))[0];
  if (!largest || longerSide(largest.box) < LEAST_DRAWING * shorter) return undefined;
  const drawing = movedBox(largest.box, region.offset);
  const ink = inkOf(largest, region, map);
  if (thicknessOf(ink) > THICKEST_DRAWING * lengthOf(drawing)) return undefined;
  const level = !isRectangle(region);
  if (level && !isCircleAround(region, ink, patches)) return undefined;
  return hasLonger(drawing, region, map) ? undefined : { region, factor, drawing, level };
}

/** What the box around a patch tells already. */
function mayBeSheet({ area, box }: Component, { width, height }: Mask): boolean {
  const [wide, high] = [box.right - box.left, box.bottom - box.top];
  return (
    area >= LEAST_PAPER * LEAST_AREA * width * height &&
    area >= LEAST_OF_BOX * wide * high &&
    min(wide, high) >= LEAST_WIDTH * min(width, height) &&
    min(wide / width, high / height) <= MOST_LENGTH
  );
}

const lengthOf = ({ left, top, right, bottom }: Box): number => hypot(right - left, bottom - top);

const movedBox = ({ left, top, right, bottom }: Box, { x, y }: Corner): Box => ({
  left: left + x,
  right: right + x,
  top: top + y,
  bottom: bottom + y,
});

/** The drawing without the paper that it encloses. */
function inkOf({ label, box }: Component, { holeLabels, filled, offset }: Region, map: Mask): Mask {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const values = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const inRegion = (box.top + row) * filled.width + box.left;
    const inMap = (box.top + row + offset.y) * map.width + box.left + offset.x;
    for (let column = 0; column < width; column++) {
      const isOwn = holeLabels[inRegion + column] === label;
      if (isOwn && map.values[inMap + column] === 0) values[row * width + column] = 1;
    }
  }
  return { width, height, values };
}

/** Whether something that neither lies on the sheet nor holds it nor comes in is clearly longer. */
function hasLonger(drawing: Box, region: Region, map: Mask): boolean {
  const others = findInMask({ ...map, values: map.values.map((value) => 1 - value) });
  const middle = placeIn(region.box, 0, 0);
  const holdsMiddle = ({ left, right, top, bottom }: Box) =>
    left <= middle.x && right >= middle.x && top <= middle.y && bottom >= middle.y;
  return others.components.some(
    ({ box, onBorder }) =>
      onBorder === 0 &&
      LEAST_OF_LONGEST * lengthOf(box) > lengthOf(drawing) &&
      !holdsMiddle(box) &&
      !isInside(region, { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }),
  );
}
