import type { ColourPicture } from '@inkling/ink';
import type { PlainPng } from './plain-png.js';
import { pngLayout, pngSamples, type PngLayout } from './png-samples.js';

/** Red, green, blue and alpha. */
const CHANNELS = 4;

const OPAQUE = 255;

/** A PNG as drawings are saved, in colour. @returns `undefined` where `pngLayout` and `pngSamples` do */
export function pngPixels(png: PlainPng): (ColourPicture & { pixels: Uint8Array }) | undefined {
  const layout = pngLayout(png);
  const samples = layout && pngSamples(png, layout);
  if (!samples) return undefined;
  const { width, height } = layout;
  return { width, height, pixels: inColour(samples, layout) };
}

function inColour(values: Uint8Array, { width, height, samples }: PngLayout): Uint8Array {
  if (samples === CHANNELS) return values;
  const pixels = new Uint8Array(CHANNELS * width * height);
  const [green, blue] = samples < 3 ? [0, 0] : [1, 2];
  const hasAlpha = samples === 2;
  for (let from = 0, to = 0; to < pixels.length; from += samples, to += CHANNELS) {
    pixels[to] = values[from]!;
    pixels[to + 1] = values[from + green]!;
    pixels[to + 2] = values[from + blue]!;
    pixels[to + 3] = hasAlpha ? values[from + 1]! : OPAQUE;
  }
  return pixels;
}
