import { InkError } from '../errors.js';
import { characterBefore, thingsBeside } from './beside.js';
import { findComponents, largestOf, penWidthOf, type Component } from './components.js';
import { longerSide, type Box, type Grid } from './grid.js';
import { HALF, type SoftInk } from './soft-ink.js';
import { floats, ints } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, hypot, max, min } = Math;

/** A speck is smaller than this part of a dot that the pen makes by touching the paper. */
const SPECK_SHARE = 0.4;

/** What is smaller than this part of the character is dropped when it lies apart from it. */
const MINOR_SHARE = 0.2;

/** "Apart" is a gap of more than this part of the character's longer side. */
const APART_SHARE = 0.5;

/** A frame has this part of its pixels ... */
const FRAME_SHARE = 0.9;

/** ... within this part of the picture's shorter side from the sides of its box. */
const FRAME_RIM = 0.08;

/** What comes in from the border belongs to a character inside only when nearer than this part of it. */
const NEAR_SHARE = 0.1;

/** What touches the border weighs so much for each pixel, beside what lies free. */
const BORDER_WEIGHT = 0.4;

/** A shadow or the edge of the paper runs along the border for at least this part of a side. */
const EDGE_SHARE = 0.3;

/** In smaller pictures, by the shorter side, lines are a good part of the picture wide ... */
const SMALL = 64;

/** ... so what belongs to the border has this part of its pixels right there. */
const MOSTLY = 0.4;

/**
 * Keeps the character and drops the rest: specks, dirt apart from it, frames around it, shadows and
 * other things that come in from the border. Dots of i and j, and strokes that don't touch the others,
 * are large or near enough to stay. Of the soft edges those stay that hang on ink that stays.
 *
 * @throws InkError `nothing_drawn`
 */
export function keepCharacter({ ink, noise }: SoftInk): { character: Grid; roughPen: number } {
  const { labels, components } = findComponents(ink, HALF);
  if (components.length === 0) throw new InkError('nothing_drawn');
  const heaviest = mainComponent(components, labels, ink);
  const main = characterBefore(components, heaviest, labels, ink.width) ?? heaviest;
  const roughPen = penWidthOf(main, labels, ink.width);
  const smallest = max(1, SPECK_SHARE * (Math.PI / 4) * roughPen * roughPen);
  const large = components.filter(({ area }) => area >= smallest);
  const beside = new Set(thingsBeside(large, main, labels, ink.width));
  const candidates = large.filter(
    (component) =>
      component === main || !(beside.has(component) || isForeign(component, main, labels, ink)),
  );
  const kept = new Set(nearMain(candidates, main).map(({ label }) => label));
  const reach = 1 + ceil(roughPen / 2);
  return {
    character: withSoftEdges(ink, labels, kept, noise, reach),
    roughPen,
  };
}

/** The largest component that is neither a frame nor a thing along the border, if there is another. */
function mainComponent(
  components: readonly Component[],
  labels: Int32Array,
  { width, height }: Grid,
): Component {
  const largest = largestOf(components)!;
  const byWeight = [...components].sort((a, b) => weightOf(b) - weightOf(a));
  const inner = byWeight.find(
    (component) =>
      !runsAlongBorder(component, width, height) && !isFrame(component, labels, width, height),
  );
  // A character that touches the border must not lose to a speck.
  return inner && inner.area >= largest.area * 0.02 && isSizable(inner, largest) ? inner : largest;
}

/** Shadows and neighbours come in from the border: what lies free counts for more. */
const weightOf = ({ area, onBorder }: Component): number =>
  onBorder > 0 ? BORDER_WEIGHT * area : area;

const isSizable = (inner: Component, largest: Component): boolean =>
  longerSide(inner.box) >= 0.15 * longerSide(largest.box);

function runsAlongBorder({ onBorder, area }: Component, width: number, height: number): boolean {
  // Cut tightly, a character runs along the border too, but lies inside for the most part.
  if (min(width, height) < SMALL && onBorder < MOSTLY * area) return false;
  return onBorder >= EDGE_SHARE * min(width, height);
}

/** It spans the picture in both directions, and all of it runs along the sides of its box. */
function isFrame(
  { label, box, area }: Component,
  labels: Int32Array,
  width: number,
  height: number,
): boolean {
  if (box.right - box.left < 0.9 * width || box.bottom - box.top < 0.9 * height) return false;
  const rim = ceil(FRAME_RIM * min(width, height));
  let onRim = 0;
  for (let row = box.top; row < box.bottom; row++) {
    const isEnd = row < box.top + rim || row >= box.bottom - rim;
    for (let column = box.left; column < box.right; column++) {
      if (labels[row * width + column] !== label) continue;
      if (isEnd || column < box.left + rim || column >= box.right - rim) onRim++;
    }
  }
  return onRim >= FRAME_SHARE * area;
}

function isForeign(
  component: Component,
  main: Component,
  labels: Int32Array,
  { width, height }: Grid,
): boolean {
  if (runsAlongBorder(component, width, height)) return true;
  // Vignettes and shadows leave blobs in the corners; a stroke that leaves the picture is near the rest.
  const comesIn = component.onBorder > 0 && main.onBorder === 0;
  if (comesIn && gap(component.box, main.box) > NEAR_SHARE * longerSide(main.box)) return true;
  return encloses(component.box, main.box) && isFrame(component, labels, width, height);
}

const encloses = (outer: Box, inner: Box): boolean =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom;

/** What is large, or near the main component or something kept already. */
function nearMain(candidates: readonly Component[], main: Component): Component[] {
  const kept = [main];
  const waiting = candidates.filter((component) => component !== main);
  const reach = APART_SHARE * longerSide(main.box);
  const large = MINOR_SHARE * main.area;
  for (let at = 0; at < kept.length; at++) {
    for (let other = waiting.length - 1; other >= 0; other--) {
      const component = waiting[other]!;
      if (component.area < large && gap(kept[at]!.box, component.box) > reach) continue;
      kept.push(component);
      waiting.splice(other, 1);
    }
  }
  return kept;
}

function gap(a: Box, b: Box): number {
  const dx = max(0, a.left - b.right, b.left - a.right);
  const dy = max(0, a.top - b.bottom, b.top - a.bottom);
  return hypot(dx, dy);
}

/**
 * The kept ink with its soft edges: grows outwards as long as the ink fades, at most by about half the
 * width of a line, never into what was dropped. Faint lines of the paper that touch the character
 * don't fade, so they are not followed.
 */
export function withSoftEdges(
  ink: Grid,
  labels: Int32Array,
  kept: ReadonlySet<number>,
  noise: number,
  reach: number,
): Grid {
  const { width, height } = ink;
  const values = floats(width * height);
  const isKept = new Uint8Array(max(0, ...kept) + 1);
  for (const label of kept) isKept[label] = 1;
  // A pixel is put there once, when it gets its value; those of one step lie one after the other.
  const front = ints(width * height);
  let waiting = 0;
  for (let at = 0; at < values.length; at++) {
    const label = labels[at]!;
    if (label === 0 || label >= isKept.length || isKept[label] === 0) continue;
    values[at] = ink.values[at]!;
    front[waiting++] = at;
  }
  let begin = 0;
  for (let step = 0; step < reach && begin < waiting; step++) {
    const end = waiting;
    for (; begin < end; begin++) {
      const at = front[begin]!;
      const row = floor(at / width);
      const column = at - row * width;
      const own = values[at]!;
      const [top, bottom] = [max(0, row - 1), min(height - 1, row + 1)];
      const [left, right] = [max(0, column - 1), min(width - 1, column + 1)];
      for (let y = top; y <= bottom; y++) {
        for (let to = y * width + left; to <= y * width + right; to++) {
          if (labels[to] !== 0 || values[to]! > 0) continue;
          const value = ink.values[to]!;
          if (!(value > noise) || value > own) continue;
          values[to] = value;
          front[waiting++] = to;
        }
      }
    }
  }
  return { width, height, values };
}
