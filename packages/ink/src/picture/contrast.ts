import type { Grid } from './grid.js';
import { closing } from './local-extremes.js';
import { localMeans } from './local-means.js';
import { histogram, percentile } from './otsu.js';
import { drawPlane } from './plane.js';
import type { Tones } from './polarity.js';
import { floats } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

/** Side of the window that fills ink with paper, as a part of the picture's shorter side. */
const WINDOW_SHARE = 1 / 4;

/** Under this tone of paper (0..1) the quotient of ink and paper is mostly noise. */
const DARKEST_PAPER = 0.1;

/**
 * How much each pixel differs from the paper it stands on, in 0..1 towards ink; below 0 where it is
 * lighter than the paper, as noise is on one half of the paper's pixels.
 *
 * Even light: the difference to the one tone of the paper. Uneven light: the paper under each pixel is
 * estimated by a grey closing, which follows gradients, vignettes and the edges of shadows (in small
 * pictures by a plane, since there a stroke is as wide as a shadow), and ink is
 * the part of its light that the pixel swallows. One threshold on that is a local threshold on the
 * picture, as Sauvola's is, but leaves soft edges soft.
 *
 * @param grey luma 0..1
 */
export function contrastToPaper(grey: Grid, tones: Tones): Grid {
  const { width, height } = grey;
  const values = floats(width * height);
  if (!tones.uneven) {
    const sign = tones.darkInk ? -1 : 1;
    for (let at = 0; at < values.length; at++) values[at] = sign * (grey.values[at]! - tones.paper);
    return { width, height, values };
  }
  const bright = tones.darkInk ? grey : negative(grey);
  const light = tones.light && drawPlane(tones.light, width, height);
  const paper = light ? (tones.darkInk ? light : negative(light)) : paperUnder(bright);
  for (let at = 0; at < values.length; at++) {
    const under = max(DARKEST_PAPER, paper.values[at]!);
    values[at] = (under - bright.values[at]!) / under;
  }
  if (light) return { width, height, values };
  // Most pixels are paper, and on it the contrast is nought: takes out what noise lifts the closing by.
  const middle = percentile(histogram(values), 0.5);
  for (let at = 0; at < values.length; at++) values[at]! -= middle;
  return { width, height, values };
}

function paperUnder(bright: Grid): Grid {
  const window = round(min(bright.width, bright.height) * WINDOW_SHARE) | 1;
  // Without smoothing the closing would follow the brightest grains of noise.
  const smooth = localMeans(localMeans(bright, 1), 1);
  return localMeans(closing(smooth, window), max(1, window >> 3));
}

function negative({ width, height, values }: Grid): Grid {
  const result = floats(values.length);
  for (let at = 0; at < values.length; at++) result[at] = 1 - values[at]!;
  return { width, height, values: result };
}
