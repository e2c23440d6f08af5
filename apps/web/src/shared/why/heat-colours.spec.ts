import { expect, it } from '@jest/globals';
import { heatColour, type Colour } from './heat-colours';

/** How light a colour is for the eye, 0..1 (CIE L*). */
function lightness(colour: Colour): number {
  const [red, green, blue] = colour.map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.16 * Math.cbrt(luminance) - 0.16;
}

it.each(['light', 'dark'] as const)('goes from cold to hot in even steps: %s', (theme) => {
  const steps = Array.from({ length: 11 }, (_, at) => lightness(heatColour(at / 10, theme)));
  const towards = theme === 'light' ? -1 : 1;
  const differences = steps.slice(1).map((step, at) => (step - steps[at]!) * towards);
  for (const difference of differences) {
    expect(difference).toBeGreaterThan(0.03);
    expect(difference).toBeLessThan(0.07);
  }
});
