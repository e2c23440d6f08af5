import type { Component, Components } from '../components.js';
import type { Grid } from '../grid.js';
import { evenedOut, isSoftLight, LEAST_WIDTH } from '../soft-light.js';
import { floats, inWorkspace } from '../workspace.js';

/**
 * What comes in from the border of a page and is its light alone: a vignette, the soft shadow of a hand.
 *
 * @param thickness of a component, in pixels
 */
export function softLightOf(
  ink: Grid,
  { components, labels }: Components,
  thickness: (component: Component) => number,
): ReadonlySet<Component> {
  const thick = components.filter(
    (component) => component.onBorder > 0 && thickness(component) >= LEAST_WIDTH,
  );
  if (thick.length === 0) return new Set();
  const even = evenedOut(ink);
  const soft = thick.filter((component) =>
    inWorkspace(() => {
      const { width, height } = ink;
      const values = floats(width * height);
      const { left, top, right, bottom } = component.box;
      for (let row = top; row < bottom; row++) {
        for (let at = row * width + left; at < row * width + right; at++) {
          if (labels[at] === component.label) values[at] = 1;
        }
      }
      const piece = { width, height, values };
      return isSoftLight(ink, piece, component.box, thickness(component), () => even);
    }),
  );
  return new Set(soft);
}
