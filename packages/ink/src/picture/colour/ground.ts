import { boundsAbove } from '../grid.js';
import { percentile } from '../otsu.js';
import { ALPHA_OF_WORD, CHANNELS, wordsOf, type ColourPicture } from './colour-picture.js';
import { lumaOf } from './luma.js';
import { zeroCounts } from '../workspace.js';

/** What a transparent picture is put on; `silhouette`: whatever is drawn becomes black, on white. */
export type Ground = 'white' | 'black' | 'silhouette';

/** From this alpha on a pixel counts as drawn, as a part of the most opaque one's. */
const DRAWN = 0.5;

/**
 * Ink that differs from white by fewer tones than this is hidden by it, and so is what differs by less than this part
 * of what the strongest ink does: of two inks the weaker one would be taken for paper.
 */
const VISIBLE = 40;
const VISIBLE_SHARE = 0.4;

/** The strongest ink: all but this part of what is drawn differs less. */
const STRONGEST = 0.1;

/** A ground may hide this part of what is drawn: halos, highlights and soft edges. */
const MAY_HIDE = 0.1;

/** A rim is of one tone when this part of it is. */
const ONE_TONE = 0.8;

/** Strokes fill less than this part of the box around them, a sheet or a sticker more. */
const SHEET_FILL = 0.6;

/** A picture with less than this part of it clear is a sheet with worn corners. */
const LEAST_CLEAR = 0.01;

const SOLID = 255;
const MIDDLE = 128;
const CLEAR = -1;

/**
 * The picture without transparency, on the ground that its ink stands out from: as it is when opaque, else on white
 * (as most programs show it) unless that hides the ink.
 */
export function onGround(picture: ColourPicture): ColourPicture {
  if (isOpaque(picture)) return picture;
  const ground = groundFor(picture);
  const pixels = new Uint8ClampedArray(picture.pixels.length);
  const under = ground === 'black' ? 0 : SOLID;
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const alpha = picture.pixels[at + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const ink = ground === 'silhouette' ? 0 : picture.pixels[at + channel]!;
      pixels[at + channel] = Math.floor((ink * alpha + under * (SOLID - alpha)) / SOLID);
    }
    pixels[at + 3] = SOLID;
  }
  return { width: picture.width, height: picture.height, pixels };
}

export function isOpaque(picture: ColourPicture): boolean {
  const words = wordsOf(picture);
  // Clears nothing where alpha is 255 everywhere.
  let all = -1;
  // Four at a time, which takes half as long.
  const whole = words.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    all &= words[at]! & words[at + 1]! & words[at + 2]! & words[at + 3]!;
  }
  for (let at = whole; at < words.length; at++) all &= words[at]!;
  return (all & ALPHA_OF_WORD) === ALPHA_OF_WORD;
}

/**
 * White, unless it hides more of what is drawn than halos and highlights have. Where it hides all, black. Where it
 * hides some of it, the rim decides: a sheet or sticker is put on the tone at its rim, so that what is drawn on it is
 * left; strokes of several tones are a character by their silhouette.
 */
export function groundFor(picture: ColourPicture): Ground {
  const { drawn, clear, hiddenOnWhite, rim, lightRim, fill } = tonesOf(picture);
  if (drawn === 0 || hiddenOnWhite <= MAY_HIDE * drawn) return 'white';
  if (clear < LEAST_CLEAR * (drawn + clear)) return 'white';
  if (hiddenOnWhite >= (1 - MAY_HIDE) * drawn) return 'black';
  if (lightRim >= ONE_TONE * rim) return 'white';
  const isDarkSheet = fill >= SHEET_FILL && lightRim <= (1 - ONE_TONE) * rim;
  return isDarkSheet ? 'black' : 'silhouette';
}

interface DrawnTones {
  /** Numbers of pixels. */
  readonly drawn: number;
  readonly clear: number;
  readonly hiddenOnWhite: number;
  /** Drawn ones beside a clear one, and those of them that are light. */
  readonly rim: number;
  readonly lightRim: number;
  /** The part of the box around all that is drawn. */
  readonly fill: number;
}

function tonesOf(picture: ColourPicture): DrawnTones {
  const { width, height } = picture;
  const tones = tonesOfDrawn(picture);
  const isDrawn = (pixel: number): boolean => tones[pixel]! >= 0;
  const counts = zeroCounts(256);
  let [rim, lightRim] = [0, 0];
  for (let pixel = 0; pixel < tones.length; pixel++) {
    if (!isDrawn(pixel)) continue;
    counts[tones[pixel]!]!++;
    const column = pixel % width;
    const besideClear =
      (column > 0 && !isDrawn(pixel - 1)) ||
      (column < width - 1 && !isDrawn(pixel + 1)) ||
      (pixel >= width && !isDrawn(pixel - width)) ||
      (pixel < width * (height - 1) && !isDrawn(pixel + width));
    if (!besideClear) continue;
    rim++;
    if (tones[pixel]! >= MIDDLE) lightRim++;
  }
  const drawn = counts.reduce((sum, count) => sum + count, 0);
  const box = boundsAbove({ width, height, values: tones }, CLEAR);
  const area = box ? (box.right - box.left) * (box.bottom - box.top) : 1;
  return {
    drawn,
    clear: tones.length - drawn,
    hiddenOnWhite: hiddenOnWhite(counts),
    rim,
    lightRim,
    fill: drawn / area,
  };
}

/** Luma of what is drawn, `CLEAR` elsewhere. */
function tonesOfDrawn({ width, height, pixels }: ColourPicture): Int16Array {
  let most = 0;
  for (let at = 3; at < pixels.length; at += CHANNELS) if (pixels[at]! > most) most = pixels[at]!;
  const least = Math.max(1, DRAWN * most);
  const tones = new Int16Array(width * height).fill(CLEAR);
  for (let pixel = 0, at = 0; pixel < tones.length; pixel++, at += CHANNELS) {
    if (pixels[at + 3]! < least) continue;
    tones[pixel] = lumaOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  }
  return tones;
}

function hiddenOnWhite(counts: Uint32Array): number {
  const strongest = SOLID - 255 * percentile(counts, STRONGEST);
  const least = Math.max(VISIBLE, VISIBLE_SHARE * strongest);
  return counts.reduce((sum, count, tone) => sum + (SOLID - tone < least ? count : 0), 0);
}
