import type { Component, Components } from '../components.js';
import type { Grid } from '../grid.js';
import { evenedOut, hasSoftEdges, LEAST_WIDTH, SMALL } from '../soft-light.js';
import { isLikeSheet } from './whole-sheet.js';

/** What comes in from the border has an edge where its ink falls by so much, ... */
const LEAST_FALL = 0.2;

/**
 * ... and what lies free where it does by this: in 40 blurred pictures no writing falls by less than 0.18, in empty ones
 * with shadows a third of what lies free does.
 */
const LEAST_FALL_INSIDE = 0.15;

/**
 * What is as wide as this, in pixels, and swallows less than half of the light has an edge by this. Of 120 empty pages with
 * shadows and vignettes 79 gave rows without these limits and 23 with them; of 316 pages with writing none lost any. Small
 * pictures that were enlarged have edges as soft, but their contrast is higher.
 */
const WIDE = 12;
const LEAST_FALL_OF_WIDE = 0.3;
const SHADE = 0.5;

/** What is separated from the paper, and at which contrast to it. */
export interface PageInk {
  /** Before anything faint in it was brought to its full tone: that makes edges where there are none. */
  readonly separated: Grid;
  readonly full: number;
}

/**
 * What is the light of a page alone: a vignette, the soft shadow of a hand or a phone. A shadow as large as a sheet is
 * looked into as one.
 *
 * @param thickness of a component, in pixels
 */
export function softLightOf(
  { separated, full }: PageInk,
  { components, labels }: Components,
  thickness: (component: Component) => number,
): ReadonlySet<Component> {
  const thick = components.filter(
    (component) => thickness(component) >= LEAST_WIDTH && !isLikeSheet(component, separated),
  );
  if (Math.min(separated.width, separated.height) < SMALL || thick.length === 0) return new Set();
  const even = evenedOut(separated);
  const leastFall = (component: Component) => {
    if (full < SHADE && thickness(component) >= WIDE) return LEAST_FALL_OF_WIDE;
    return component.onBorder > 0 ? LEAST_FALL : LEAST_FALL_INSIDE;
  };
  const soft = thick.filter((component) => {
    const isOwn = (at: number) => labels[at] === component.label;
    return hasSoftEdges(even, component.box, isOwn, leastFall(component));
  });
  return new Set(soft);
}
