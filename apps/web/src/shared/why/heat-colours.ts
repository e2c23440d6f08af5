/** Red, green, blue, 0..255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A colour of OKLCH (Ottosson 2020): lightness 0..1, chroma, hue in degrees. */
type Oklch = readonly [lightness: number, chroma: number, hue: number];

/**
 * From cold to hot. Lightness goes the whole way in even steps, away from the sheet, so that the order can be seen
 * without colours too.
 */
const RAMPS: Readonly<Record<'light' | 'dark', readonly [cold: Oklch, hot: Oklch]>> = {
  light: [
    [0.8, 0.05, 85],
    [0.4, 0.17, 25],
  ],
  dark: [
    [0.42, 0.05, 255],
    [0.88, 0.16, 85],
  ],
};

/** @param heat 0..1 */
export function heatColour(heat: number, theme: 'light' | 'dark'): Colour {
  const [cold, hot] = RAMPS[theme];
  const mixed = cold.map((value, at) => value + (hot[at]! - value) * heat);
  return colourOf(mixed as unknown as Oklch);
}

/** As a style wants it. */
export const cssOf = ([red, green, blue]: Colour): string => `rgb(${red} ${green} ${blue})`;

function colourOf([lightness, chroma, hue]: Oklch): Colour {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byteOf(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    byteOf(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    byteOf(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** A share of light as sRGB has it. */
function byteOf(linear: number): number {
  const share = Math.min(1, Math.max(0, linear));
  const encoded = share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}
