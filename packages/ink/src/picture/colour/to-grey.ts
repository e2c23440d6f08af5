import { InkError } from '../../errors.js';
import type { GreyPicture } from '../../types.js';
import { maskAbove, type Grid } from '../grid.js';
import { maskDilation } from '../local-extremes.js';
import { localMeans } from '../local-means.js';
import { histogram, percentile } from '../otsu.js';
import { overviewOf, type Overview } from '../overview.js';
import { ALPHA_OF_WORD, CHANNELS, wordsOf, type ColourPicture } from './colour-picture.js';
import { onGround } from './ground.js';
import { lumaOf } from './luma.js';
import { bytes, inWorkspace } from '../workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min, round } = Math;

/** One tone for each colour. Whatever two colours differ in, one of these shows it. */
type Projection = (red: number, green: number, blue: number) => number;

/** The least part comes first: on white paper it shows ink of any hue, and of equals the first is taken. The most is second. */
const COLOUR_PROJECTIONS: readonly Projection[] = [
  (red, green, blue) => min(red, green, blue),
  (red, green, blue) => max(red, green, blue),
  (red) => red,
  (_red, green) => green,
  (_red, _green, blue) => blue,
];

/** What differs from a window of this part (1 / n) of the shorter side stands out; slopes of light don't. */
const WINDOW = 6;

/** This part of the picture's pixels is taken to be the middle of its lines: a small character has no more. */
const INK_SHARE = 0.002;

/** Luma with this contrast (0..1) is left as it is. */
const GOOD_CONTRAST = 0.2;

/** Colour instead of luma needs as many times the contrast of luma ... */
const TIMES_BETTER = 2;

/** ... and contrast of its own, in tones (0..1) and as a multiple of the paper's noise. */
const LEAST_CONTRAST = 0.06;
const TIMES_NOISE = 4;

/** Where luma differs by more than this (0..1) from its surroundings, colour says nothing of its own. */
const LUMA_EDGE = 0.05;

/** How far around such places, as a part (1 / n) of the search picture's longer side. */
const EDGE_REACH = 50;

/**
 * A picture in colour as pictures in grey, to be read in turn until one of them shows something: luma, unless the
 * ink stands out by its colour alone, as yellow on white does; then the tone that shows it. Where luma shows
 * something else (a dark desk around the sheet), the colour comes second, and is looked for only when it is asked for.
 */
export function* greysFromColour(picture: ColourPicture): Generator<Grey, void> {
  const read = lumaIn(picture);
  const opaque = read ? picture : onGround(picture);
  const luma = read ?? lumaIn(opaque)!;
  const overview = overviewOf(luma);
  const lumaSmall = overview.tones;
  const lumaContrast = contrastOf(lumaSmall).ink;
  if (lumaContrast < GOOD_CONTRAST) {
    const best = bestOf(candidatesIn(opaque), () => true);
    if (best && best.contrast >= TIMES_BETTER * lumaContrast)
      yield { grey: project(opaque, best.projection) };
    yield { grey: luma, overview };
    return;
  }
  yield { grey: luma, overview };
  const nearEdges = edgesOf(lumaSmall);
  const best = bestOf(candidatesIn(opaque), (at) => nearEdges[at] === 0);
  if (best) yield { grey: project(opaque, best.projection) };
}

/** What is read in the first of its greys that shows something. */
export function firstReadable<T>(picture: ColourPicture, read: (grey: Grey) => T): T {
  return inWorkspace(() => {
    let why: InkError | undefined;
    for (const grey of greysFromColour(picture)) {
      try {
        return read(grey);
      } catch (error) {
        if (!(error instanceof InkError)) throw error;
        why ??= error;
      }
    }
    throw why!;
  });
}

/** A picture in grey, and its overview where that was made already. */
export interface Grey {
  readonly grey: GreyPicture;
  readonly overview?: Overview;
}

interface Candidate {
  readonly projection: Projection;
  /** The picture by it, reduced: 0..1. */
  readonly grid: Grid;
}

/** None where no place has a colour worth mentioning. */
function candidatesIn({ width, height, pixels }: ColourPicture): readonly Candidate[] {
  const channel = (offset: number): Grid => {
    const values = bytes(width * height);
    for (let pixel = 0; pixel < values.length; pixel++) {
      values[pixel] = pixels[pixel * CHANNELS + offset]!;
    }
    return overviewOf({ width, height, pixels: values }).tones;
  };
  const [red, green, blue] = [channel(0), channel(1), channel(2)];
  const grids = COLOUR_PROJECTIONS.map((projection) => ({
    projection,
    grid: {
      ...red,
      values: red.values.map((value, at) => projection(value, green.values[at]!, blue.values[at]!)),
    },
  }));
  const [least, most] = [grids[0]!.grid.values, grids[1]!.grid.values];
  return most.some((value, at) => value - least[at]! >= LEAST_CONTRAST) ? grids : [];
}

/** So many pixels are filled in one by one; more are quicker together. */
const FEW = 16;

/**
 * Luma of each pixel; `undefined` where one is transparent. Drawings have long rows of one colour, which is worked out
 * once.
 */
function lumaIn(picture: ColourPicture): GreyPicture | undefined {
  const { width, height, pixels } = picture;
  const words = wordsOf(picture);
  const grey = bytes(width * height);
  for (let from = 0; from < grey.length;) {
    const word = words[from]!;
    if ((word & ALPHA_OF_WORD) !== ALPHA_OF_WORD) return undefined;
    const at = CHANNELS * from;
    const luma = lumaOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    const begin = from;
    const few = min(grey.length, from + FEW);
    do grey[from++] = luma;
    while (from < few && words[from] === word);
    if (from - begin < FEW) continue;
    const next = from;
    from = endOfRun(words, from, word);
    grey.fill(luma, next, from);
  }
  return { width, height, pixels: grey };
}

/** The first word from there on that is another one. Four are looked at together, which takes half as long. */
function endOfRun(words: Int32Array, from: number, word: number): number {
  let at = from;
  const last = words.length - 4;
  while (
    at <= last &&
    ((words[at]! ^ word) |
      (words[at + 1]! ^ word) |
      (words[at + 2]! ^ word) |
      (words[at + 3]! ^ word)) ===
      0
  ) {
    at += 4;
  }
  while (at < words.length && words[at] === word) at++;
  return at;
}

function project({ width, height, pixels }: ColourPicture, projection: Projection): GreyPicture {
  const grey = bytes(width * height);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += CHANNELS) {
    grey[pixel] = projection(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  }
  return { width, height, pixels: grey };
}

/** How far each pixel lies from the mean of its surroundings, 0..1. */
function differences(grid: Grid): Grid {
  const radius = max(2, round(min(grid.width, grid.height) / WINDOW));
  const values = localMeans(grid, 1).values;
  const around = localMeans(grid, radius).values;
  for (let at = 0; at < values.length; at++) values[at] = abs(values[at]! - around[at]!);
  return { ...grid, values };
}

interface Contrast {
  /** What the lines of the ink differ by, 0..1. */
  readonly ink: number;
  /** The same of an ordinary pixel. */
  readonly noise: number;
}

function contrastOf(grid: Grid, counts?: (at: number) => boolean): Contrast {
  const { values } = differences(grid);
  if (counts) for (let at = 0; at < values.length; at++) if (!counts(at)) values[at] = 0;
  const counted = histogram(values);
  return { ink: percentile(counted, 1 - INK_SHARE), noise: percentile(counted, 0.5) };
}

function bestOf(
  candidates: readonly Candidate[],
  counts: (at: number) => boolean,
): { readonly projection: Projection; readonly contrast: number } | undefined {
  let best: { projection: Projection; contrast: number } | undefined;
  for (const { projection, grid } of candidates) {
    const { ink, noise } = contrastOf(grid, counts);
    if (ink < LEAST_CONTRAST || ink < TIMES_NOISE * noise) continue;
    if (best === undefined || ink > best.contrast) best = { projection, contrast: ink };
  }
  return best;
}

/** 1 near places where luma has contrast of its own. */
function edgesOf(luma: Grid): Uint8Array {
  const reach = round(max(luma.width, luma.height) / EDGE_REACH);
  return maskDilation(maskAbove(differences(luma), LUMA_EDGE), 2 * reach + 1).values;
}
