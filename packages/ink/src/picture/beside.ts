import { largestOf, type Component } from './components.js';
import type { Box } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, floor, max, min } = Math;

/** What stands beside a character in a list: `3)` and `3.`, or under it: a caption. */

/** A bracket is at most this much wide for its height ... */
const BRACKET_WIDTH = 0.4;

/** ... and this part of the character's height tall at least; ... */
const BRACKET_HEIGHT = 0.7;

/** ... which is this part of the bracket's height tall itself; ... */
const LEAST_OF_BRACKET = 0.6;

/** ... its middle lies this part of its height further right than its ends. */
const BULGE = 0.08;

/** A stem with a bow that begins this near, as a part of its height, is a D, not a 1 and a bracket. */
const BOW_GAP = 0.08;

/** A full stop is at most this part of the character's height large, at its foot. */
const STOP_SIZE = 0.3;

/** Print is at most this part of the character's height tall, ... */
const PRINT_HEIGHT = 0.35;

/** ... and a word has at least so many letters. */
const FEWEST_LETTERS = 3;

const heightOf = ({ top, bottom }: Box): number => bottom - top;
const widthOf = ({ left, right }: Box): number => right - left;

/** The components that are a bracket or a full stop after the character, or print under or over it. */
export function thingsBeside(
  components: readonly Component[],
  main: Component,
  labels: Int32Array,
  width: number,
): Component[] {
  const others = components.filter((component) => component !== main);
  const isAfter = (component: Component) =>
    isFullStop(component, main) || isBracket(component, main, labels, width);
  return [...others.filter(isAfter), ...printIn(others, main)];
}

/** The component that the main one is a bracket after, if there is one: a bracket has more ink than a 1. */
export function characterBefore(
  components: readonly Component[],
  main: Component,
  labels: Int32Array,
  width: number,
): Component | undefined {
  const tall = LEAST_OF_BRACKET * heightOf(main.box);
  const before = components.filter(
    (component) =>
      component !== main &&
      heightOf(component.box) >= tall &&
      isBracket(main, component, labels, width),
  );
  return largestOf(before);
}

function isFullStop({ box }: Component, main: Component): boolean {
  const height = heightOf(main.box);
  return (
    box.left >= main.box.right &&
    max(heightOf(box), widthOf(box)) <= STOP_SIZE * height &&
    box.top >= main.box.bottom - STOP_SIZE * height
  );
}

function isBracket(
  component: Component,
  main: Component,
  labels: Int32Array,
  width: number,
): boolean {
  const { box } = component;
  const height = heightOf(box);
  if (box.left < main.box.right) return false;
  if (height < BRACKET_HEIGHT * heightOf(main.box)) return false;
  if (widthOf(box) > BRACKET_WIDTH * height) return false;
  if (bulgeOf(component, labels, width) < BULGE) return false;
  // A 0 of two bows, and a D of a stem and a bow, are characters of their own.
  const bulge = bulgeOf(main, labels, width);
  const isSlim = widthOf(main.box) <= BRACKET_WIDTH * heightOf(main.box);
  if (isSlim && bulge <= -BULGE) return false;
  return !isSlim || gapBetween(main, component, labels, width) >= BOW_GAP * height;
}

/** The least distance in a row from the right edge of a component to the left one of another. */
function gapBetween(a: Component, b: Component, labels: Int32Array, width: number): number {
  let least = Infinity;
  for (let row = max(a.box.top, b.box.top); row < min(a.box.bottom, b.box.bottom); row++) {
    const line = labels.subarray(row * width, (row + 1) * width);
    const [right, left] = [line.lastIndexOf(a.label), line.indexOf(b.label)];
    if (right >= 0 && left >= 0) least = min(least, left - right);
  }
  return least;
}

/** How much further right the middle of a component lies than both of its ends, for its height. */
function bulgeOf({ label, box }: Component, labels: Int32Array, width: number): number {
  const height = heightOf(box);
  const middleOf = (from: number, to: number) => {
    let [sum, count] = [0, 0];
    for (let row = box.top + floor(from * height); row < box.top + to * height; row++) {
      for (let column = box.left; column < box.right; column++) {
        if (labels[row * width + column] !== label) continue;
        sum += column;
        count++;
      }
    }
    return count > 0 ? sum / count : (box.left + box.right) / 2;
  };
  const [top, middle, bottom] = [middleOf(0, 0.2), middleOf(0.4, 0.6), middleOf(0.8, 1)];
  const right = (middle - max(top, bottom)) / height;
  const left = (middle - min(top, bottom)) / height;
  if (right > 0) return right;
  return left < 0 ? left : 0;
}

/** Small components in a row of three and more, over or under the character. */
function printIn(others: readonly Component[], main: Component): Component[] {
  const tall = PRINT_HEIGHT * heightOf(main.box);
  const small = others.filter(
    ({ box }) =>
      heightOf(box) <= tall && (box.top >= main.box.bottom || box.bottom <= main.box.top),
  );
  return small.filter((component) => {
    const height = heightOf(component.box);
    const row = small.filter(
      ({ box }) =>
        abs(box.bottom + box.top - component.box.bottom - component.box.top) <= height &&
        heightOf(box) <= 2 * height &&
        heightOf(box) >= height / 2,
    );
    return row.length >= FEWEST_LETTERS;
  });
}
