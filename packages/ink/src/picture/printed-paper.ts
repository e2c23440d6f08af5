import type { GreyPicture } from '../types.js';
import { countsOf, percentile, twoOtsuThresholds } from './otsu.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, round } = Math;

/** A print is at least so many tones darker than its paper. */
const LEAST_CONTRAST = 5;

/** Writing is at most this part of the picture, ... */
const MOST_INK = 0.3;

/** ... seldom comes to its border, unlike what is printed all over it, ... */
const BORDER_SHARE = 0.5;

/** ... and is this much darker than the print, as a part of how much that is darker than the paper. */
const DARKER = 0.5;

/** What differs from print or paper by so much of how they differ is as good as that. */
const NEAR_TONE = 0.25;

/** Of the print's own tones so much may be taken for its noise. */
const NOISE_SHARE = 0.2;

/** Along the border print and paper take turns at least so often, and in so many pixels once at least. */
const FEWEST_TURNS = 12;
const LONGEST_TURN = 50;

/**
 * Paper that is printed all over in two tones, as cheques are, with all that is lighter than the print brought to its
 * tone: what was written there looks as if on plain paper.
 *
 * @returns the picture itself where it shows no such paper, or nothing dark that stands out from both tones
 */
export function withoutPrint(picture: GreyPicture): GreyPicture {
  const { width, height, pixels } = picture;
  const border = borderOf(picture);
  // Most pictures end here.
  if (border.every((tone) => abs(tone - border[0]!) < LEAST_CONTRAST / 2)) return picture;
  const counts = countsOf(pixels);
  const [low, high] = twoOtsuThresholds(counts);
  const dark = classOf(counts, -1, low);
  const print = classOf(counts, low, high);
  const light = classOf(counts, high, 1);
  if (dark.share === 0 || dark.share > MOST_INK) return picture;
  if (print.tone - dark.tone < DARKER * (light.tone - print.tone)) return picture;
  const darkOnBorder = border.filter((tone) => tone <= 255 * low).length / border.length;
  if (darkOnBorder > BORDER_SHARE * dark.share) return picture;
  const turns = turnsOf(border, 255 * print.tone, 255 * light.tone);
  // A shade of the paper, or the soft edges of ink.
  if (turns < max(FEWEST_TURNS, border.length / LONGEST_TURN)) return picture;
  const level = round(255 * percentile(print.counts, NOISE_SHARE));
  const plain = pixels.slice();
  for (let at = 0; at < plain.length; at++) if (plain[at]! > level) plain[at] = level;
  return { width, height, pixels: plain };
}

/** The tones above a level up to another. */
function classOf(all: Uint32Array, above: number, upTo: number) {
  const counts = all.map((count, bin) => (bin > above * 255 && bin <= upTo * 255 ? count : 0));
  let [total, count, sum] = [0, 0, 0];
  counts.forEach((each, bin) => {
    total += all[bin]!;
    count += each;
    sum += each * bin;
  });
  return { counts, share: count / total, tone: sum / max(1, count) / 255 };
}

/** How often tones change between about one and about another: where noise alone goes to and fro they don't. */
function turnsOf(tones: Uint8ClampedArray, low: number, high: number): number {
  const near = NEAR_TONE * (high - low);
  let [turns, isHigh] = [0, false];
  for (const tone of tones) {
    if (isHigh ? tone > low + near : tone < high - near) continue;
    isHigh = !isHigh;
    turns++;
  }
  return turns;
}

/** The outermost pixels, in turn. */
function borderOf({ width, height, pixels }: GreyPicture): Uint8ClampedArray {
  const border = new Uint8ClampedArray(2 * (width + height));
  const end = (height - 1) * width;
  border.set(pixels.subarray(0, width));
  for (let at = 0; at < height; at++) {
    border[width + at] = pixels[at * width + width - 1]!;
    border[2 * width + height + at] = pixels[end - at * width]!;
  }
  for (let at = 0; at < width; at++) border[width + height + at] = pixels[end + width - 1 - at]!;
  return border;
}
