import type { Component, Components } from '../components.js';
import type { Grid } from '../grid.js';
import { isSoftLight } from '../soft-light.js';
import { floats, inWorkspace } from '../workspace.js';

/** What is no thicker than this, in pixels, is a line. */
const LEAST_THICKNESS = 3;

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
    (component) => component.onBorder > 0 && thickness(component) >= LEAST_THICKNESS,
  );
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
      return isSoftLight(ink, { width, height, values }, component.box, thickness(component));
    }),
  );
  return new Set(soft);
}
