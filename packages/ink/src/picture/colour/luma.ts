// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, fround, min, round } = Math;

/** From a value of sRGB to linear light and back (IEC 61966-2-1). */
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** The tone of each 255th of light, once more at the end so that the last one has a neighbour. */
const TONES = Float32Array.from({ length: 257 }, (_, step) => {
  const light = min(255, step) / 255;
  return round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

/**
 * The tone of grey, 0..255, that is as bright as a colour: the sum of its parts in linear light (ITU-R
 * BT.709), between two entries of a table as libvips has it, so that a picture has the same tones
 * wherever it is turned to grey. A grey stays what it is.
 */
export function lumaOf(red: number, green: number, blue: number): number {
  if (red === green && green === blue) return red;
  const light = fround(0.2126 * LINEAR[red]! + 0.7152 * LINEAR[green]! + 0.0722 * LINEAR[blue]!);
  const place = min(255, light * 255);
  const step = floor(place);
  return round(TONES[step]! + (TONES[step + 1]! - TONES[step]!) * (place - step));
}
