import { findComponents } from './components.js';
import { cropGrid, type Box, type Grid } from './grid.js';
import { histogram, otsuThreshold } from './otsu.js';
import { measurePen } from './pen-width.js';
import { shareOfBorderAbove } from './polarity.js';
import { shrinkTo } from './resample.js';

/** Sheets are looked for in a picture of about this side. */
const SEARCH_SIDE = 120;

/** A sheet fills at least this part of the picture ... */
const LEAST_AREA = 0.3;

/** ... and this part of the box around it. */
const LEAST_FILL = 0.7;

/** What is drawn on it is long and thin: its thickest place is at most this part of its length. */
const THICKEST_DRAWING = 0.3;

/** Less than this part of the sheet is a grain of dirt. */
const LEAST_DRAWING = 0.002;

/** The rim of a sheet is cut off by this part of its side: it isn't sharp, nor quite straight. */
const RIM = 0.03;

/**
 * The part of the picture that shows the paper when a sheet lies on something of another tone, or the
 * whole picture otherwise. Without this a light sheet on a dark desk would be taken for light ink.
 */
export function onSheet(grey: Grid): Grid {
  if (Math.max(grey.width, grey.height) < SEARCH_SIDE) return grey;
  const small = shrinkTo(grey, SEARCH_SIDE);
  const sheet = findSheet(small);
  if (!sheet) return grey;
  const x = grey.width / small.width;
  const y = grey.height / small.height;
  const rimX = RIM * (sheet.right - sheet.left);
  const rimY = RIM * (sheet.bottom - sheet.top);
  return cropGrid(grey, {
    left: Math.ceil((sheet.left + rimX) * x),
    right: Math.floor((sheet.right - rimX) * x),
    top: Math.ceil((sheet.top + rimY) * y),
    bottom: Math.floor((sheet.bottom - rimY) * y),
  });
}

function findSheet(grey: Grid): Box | undefined {
  const { width, height, values } = grey;
  const threshold = otsuThreshold(histogram(values));
  const deskIsLight = shareOfBorderAbove(grey, threshold) >= 0.5;
  const isSheet = values.map((value) => +(value > threshold !== deskIsLight));
  const sheets = findComponents({ width, height, values: isSheet }, 0.5);
  const sheet = [...sheets.components].sort((a, b) => b.area - a.area)[0];
  if (!sheet) return undefined;

  const drawing = largestHole(isSheet, width, height);
  const { left, top, right, bottom } = sheet.box;
  const filled = sheet.area + (drawing?.area ?? 0);
  if (filled < LEAST_AREA * width * height) return undefined;
  if (filled < LEAST_FILL * (right - left) * (bottom - top)) return undefined;
  if (!drawing || drawing.area < LEAST_DRAWING * filled) return undefined;
  return drawing.thickest <= THICKEST_DRAWING * drawing.length ? sheet.box : undefined;
}

interface Hole {
  readonly area: number;
  readonly length: number;
  readonly thickest: number;
}

/** What has the desk's tone and doesn't reach the border: the drawing on the sheet. */
function largestHole(isSheet: Float32Array, width: number, height: number): Hole | undefined {
  const others = isSheet.map((value) => 1 - value);
  const { labels, components } = findComponents({ width, height, values: others }, 0.5);
  const hole = components
    .filter(({ onBorder }) => onBorder === 0)
    .sort((a, b) => b.area - a.area)[0];
  if (!hole) return undefined;
  const values = Float32Array.from(labels, (at) => (at === hole.label ? 1 : 0));
  const { left, top, right, bottom } = hole.box;
  return {
    area: hole.area,
    length: Math.hypot(right - left, bottom - top),
    thickest: measurePen(cropGrid({ width, height, values }, hole.box)).thickest,
  };
}
