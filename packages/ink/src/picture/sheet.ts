import type { GreyPicture } from '../types.js';
import { cutOut, type CutOut } from './cut-out.js';
import { findInMask, findPatchesOfBits, type Component } from './components.js';
import { inverted, longerSide, type Box, type Mask } from './grid.js';
import type { Corner } from './hull.js';
import { countsOf, otsuThreshold, twoOtsuThresholds } from './otsu.js';
import { rangesInCommon, type ToneRange } from './overview.js';
import { thicknessOf } from './pen-width.js';
import {
  boxAround,
  isInside,
  offsetOf,
  patchOf,
  placeIn,
  regionOf,
  type Patch,
  type Region,
} from './region.js';
import { isCircleAround, isRectangle } from './sheet-shape.js';
import { composed, SAME } from './similarity.js';
import { bytes } from './workspace.js';

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

/** Around a sheet with lines of writing this part at most is of its own tone. */
const MOST_OF_TONE = 0.5;

/** Of several characters those count that are at least this part of the largest one long. */
const LEAST_OF_LARGEST = 0.25;

/**
 * The part of the picture that shows the paper, upright, where a sheet lies on something of another
 * tone or a box, a circle or a frame is drawn around the character; the whole picture otherwise.
 * Without this a light sheet on a dark desk would be taken for light ink, and a box for a character.
 */
export const onSheet = (picture: GreyPicture): GreyPicture => sheetIn(picture, false).picture;

/**
 * The same, with where the sheet lies in the picture.
 *
 * @param lines what is on it is writing of several characters instead of one
 */
export function sheetIn(picture: GreyPicture, lines: boolean): CutOut {
  let looked: CutOut = { picture, toWhole: SAME };
  for (let depth = 0; depth < MOST_NESTED; depth++) {
    const sheet = findSheet(looked.picture, lines);
    if (!sheet) break;
    const part = cutOut(looked.picture, sheet.region, sheet);
    looked = { picture: part.picture, toWhole: composed(looked.toWhole, part.toWhole) };
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

function findSheet(picture: GreyPicture, lines: boolean): Sheet | undefined {
  if (max(picture.width, picture.height) < SMALLEST_PICTURE) return undefined;
  const tones = tonesToTry(countsOf(picture.pixels));
  const { factor, bits } = rangesInCommon(picture, tones, SEARCH_SIDE);
  const worth = worthTrying(bits, tones.length);
  let best: Sheet | undefined;
  for (const [bit, patches] of findPatchesOfBits(bits, tones.length, worth).entries()) {
    if (!patches) continue;
    let map: Mask | undefined;
    for (const component of patches.components) {
      if (!mayBeSheet(component, bits)) continue;
      const patch = patchOf(component, patches);
      const largest = drawingOn(patch, bits, lines, best);
      if (!largest) continue;
      map ??= maskOf(bits, bit);
      best = sheetOf(patch, largest, map, factor, lines) ?? best;
    }
  }
  return best;
}

function maskOf({ width, height, values }: Mask, bit: number): Mask {
  const mask = { width, height, values: bytes(values.length) };
  for (let at = 0; at < values.length; at++) mask.values[at] = (values[at]! >> bit) & 1;
  return mask;
}

/** The bits, as bits again, that are set often enough and not wherever another one before them is. */
function worthTrying({ width, height, values }: Mask, count: number): number {
  const counts = countsOf(values);
  const used = Array.from(counts.keys()).filter((value) => counts[value]! > 0);
  let worth = 0;
  for (let bit = 0; bit < count; bit++) {
    let area = 0;
    for (const value of used) if ((value >> bit) & 1) area += counts[value]!;
    if (area < LEAST_PAPER * LEAST_AREA * width * height) continue;
    let isNew = true;
    for (let other = 0; other < bit && isNew; other++) {
      isNew = used.some((value) => ((value >> bit) ^ (value >> other)) & 1);
    }
    if (isNew) worth |= 1 << bit;
  }
  return worth;
}

/** What differs from the commonest tone by less than this shows no line, however faint. */
const SAME_TONE = 0.06;

/**
 * Light or dark by Otsu's threshold; light, dark or between by the two that make three classes; just
 * the commonest tone, which shows the faint frames of a screen.
 */
function tonesToTry(counts: Uint32Array): ToneRange[] {
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

/** The largest thing in the holes of a patch, if that can be what is drawn on a sheet, and larger than on the best one. */
function drawingOn(
  patch: Patch,
  { width, height }: { readonly width: number; readonly height: number },
  lines: boolean,
  best: Sheet | undefined,
): Component | undefined {
  if (patch.area < LEAST_AREA * width * height) return undefined;
  if (patch.component.area < LEAST_PAPER * patch.area) return undefined;
  const [largest] = [...patch.holes].sort((a, b) => lengthOf(b.box) - lengthOf(a.box));
  if (!largest) return undefined;
  const drawing = lines ? boxOfLines(patch, largest) : largest.box;
  return best && lengthOf(best.drawing) >= lengthOf(drawing) ? undefined : largest;
}

/** The box around all on a sheet that is not much smaller than the largest thing on it. */
function boxOfLines({ holes }: Patch, largest: Component): Box {
  const least = LEAST_OF_LARGEST * lengthOf(largest.box);
  return holes
    .map(({ box }) => box)
    .filter((box) => lengthOf(box) >= least)
    .reduce((a, b) => ({
      left: min(a.left, b.left),
      top: min(a.top, b.top),
      right: max(a.right, b.right),
      bottom: max(a.bottom, b.bottom),
    }));
}

function sheetOf(
  patch: Patch,
  largest: Component,
  map: Mask,
  factor: number,
  lines: boolean,
): Sheet | undefined {
  const { width, height } = map;
  const box = boxAround(patch);
  const shorter = min(box.width, box.height);
  if (shorter < LEAST_WIDTH * min(width, height)) return undefined;
  const inHole = lines ? boxOfLines(patch, largest) : largest.box;
  if (longerSide(inHole) < LEAST_DRAWING * shorter) return undefined;
  const drawing = movedBox(inHole, offsetOf(patch.component));
  const ink = inkOf(largest, patch, map);
  if (thicknessOf(ink) > THICKEST_DRAWING * lengthOf(largest.box)) return undefined;
  const region = regionOf(patch, box);
  const level = !isRectangle(region);
  if (level && !isCircleAround(region, ink)) return undefined;
  if (lines && !level && !liesOnOther(region, map)) return undefined;
  return hasLonger(drawing, region, map) ? undefined : { region, factor, drawing, level };
}

/** What the box around a patch tells already. */
function mayBeSheet(
  { area, box }: Component,
  { width, height }: { readonly width: number; readonly height: number },
): boolean {
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
function inkOf({ label, box }: Component, { component, around }: Patch, map: Mask): Mask {
  const offset = offsetOf(component);
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const values = bytes(width * height);
  const { ends, firstOf } = around.runs;
  for (let row = 0; row < height; row++) {
    const inMap = (box.top + row + offset.y) * map.width + offset.x;
    const into = row * width - box.left;
    for (let run = firstOf[box.top + row]!; run < firstOf[box.top + row + 1]!; run++) {
      if (around.labelOf[run] !== label) continue;
      for (let column = ends[2 * run]!; column < ends[2 * run + 1]!; column++) {
        if (map.values[inMap + column] === 0) values[into + column] = 1;
      }
    }
  }
  return { width, height, values };
}

/** Whether what is around a sheet is of another tone, unlike the paper around a cell or between ruled lines. */
function liesOnOther({ filled, offset }: Region, map: Mask): boolean {
  let [around, same] = [0, 0];
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      const [x, y] = [column - offset.x, row - offset.y];
      const isInside = x >= 0 && y >= 0 && x < filled.width && y < filled.height;
      if (isInside && filled.values[y * filled.width + x] === 1) continue;
      around++;
      same += map.values[row * map.width + column]!;
    }
  }
  return same <= MOST_OF_TONE * around;
}

/** Whether something that neither lies on the sheet nor holds it nor comes in is clearly longer. */
function hasLonger(drawing: Box, region: Region, map: Mask): boolean {
  const others = findInMask(inverted(map));
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
