import { glyphFromStrokes, type Glyph, type Stroke } from '@inkling/ink';
import {
  bendOf,
  boxOf,
  chordOf,
  lengthOf,
  meet,
  meetsItself,
  straightness,
  upright,
  widthOf,
  type Line,
} from './geometry.js';
import { holesOf, type Hole } from './holes.js';

/** One of the ways in which people write a character. */
export interface Allograph {
  /** As in UNIPEN: the case counts. */
  readonly label: string;
  readonly name: string;
  /** By the geometry of the ink alone, whatever its label. */
  readonly fits: (strokes: readonly Stroke[]) => boolean;
}

/** Thin enough to leave small loops open, and wide enough for lines without gaps. */
const PEN = 1.2;

const allograph = (
  label: string,
  name: string,
  fits: (ink: readonly Line[], holes: readonly Hole[]) => boolean,
): Allograph => ({
  label,
  name,
  fits: (strokes) =>
    fits(upright(strokes), holesOf(glyphFromStrokes(strokes, { penWidth: PEN }).glyph)),
});

/**
 * Written rules; lengths are parts of the ink's height. They were set by looking at UNIPEN's ink, never at
 * what a network says of it. What a rule misses (a slash through a ring that does not close) counts as not
 * of this way, so figures hold for what a rule finds.
 */
export const ALLOGRAPHS: readonly Allograph[] = [
  allograph('0', 'slashed', (ink, holes) => isDivided(ink, holes) || isStruckThrough(ink)),
  allograph('0', 'open ring', (ink, holes) => holes.length === 0 && isRing(ink)),
  allograph('1', 'bar alone', (ink) => ink.length === 1 && isUprightBar(ink[0]!)),
  allograph('1', 'short upstroke', (ink) => upstrokeOf(ink) >= 0.1 && upstrokeOf(ink) < 0.4),
  allograph('1', 'long upstroke', (ink) => upstrokeOf(ink) >= 0.4),
  allograph('1', 'with a foot', (ink) => hasFoot(ink) && widthOf(ink) <= 1.2),
  allograph('2', 'looped', (_, holes) => holes.some(({ y, area }) => y > MIDDLE && area >= 3)),
  allograph('4', 'closed', (_, holes) => isClosed(holes)),
  allograph('4', 'open', (ink, holes) => !isClosed(holes) && !isLightning(ink)),
  allograph('4', 'lightning', (ink, holes) => !isClosed(holes) && isLightning(ink)),
  allograph('5', 'hat apart', (ink) => ink.length >= 2),
  allograph('5', 'one stroke', (ink) => ink.length === 1),
  allograph('7', 'barred', (ink) => hasBar(ink)),
  allograph('7', 'with a serif', (ink) => serifOf(ink[0]!) >= 0.12),
  allograph('8', 'open', (_, holes) => holes.length < 2),
  allograph('9', 'straight tail', (ink) => tailBendOf(ink) <= 0.03),
  allograph('9', 'curved tail', (ink) => tailBendOf(ink) >= 0.07),
  allograph('9', 'open ring', (_, holes) => holes.length === 0),
  allograph('I', 'with bars', (ink) => hasFoot(ink) && hasHead(ink)),
  allograph('Z', 'barred', (ink) => hasBar(ink)),
];

/** The middle of a glyph, where holes say how high they are. */
const MIDDLE = 14;

/** A ring whose paper is parted; a smaller second hole is where the ends of a ring overlap. */
function isDivided(ink: readonly Line[], holes: readonly Hole[]): boolean {
  const whole = holes.reduce((sum, { area }) => sum + area, 0);
  // Wider than that is a lying eight.
  return widthOf(ink) <= 1.3 && holes.length >= 2 && holes[1]!.area >= 0.1 * whole;
}

/** A ring in one stroke, and a straight stroke across it. */
function isStruckThrough(ink: readonly Line[]): boolean {
  const ring = longest(ink);
  return (
    straightness(ring) < 0.5 &&
    ink.some(
      (line) => line !== ring && isStraight(line) && lengthOf(line) >= 0.5 && meet(line, ring),
    )
  );
}

const isRing = (ink: readonly Line[]) =>
  widthOf(ink) >= 0.3 && widthOf(ink) <= 1.3 && straightness(longest(ink)) < 0.6;

const isStraight = (line: Line) => straightness(line) >= 0.9;

const isUprightBar = (line: Line) => straightness(line) >= 0.95 && widthOf([line]) <= 0.8;

/** How far the pen went up before the main stroke came down. */
function upstrokeOf(ink: readonly Line[]): number {
  const line = longest(ink);
  const ys = line.map(([, y]) => y);
  const top = ys.indexOf(Math.min(...ys));
  const fall = Math.max(...ys.slice(top)) - ys[top]!;
  const towardsRight = line[top]![0] - line[0]![0];
  return fall >= 0.6 && towardsRight >= 0.08 ? ys[0]! - ys[top]! : 0;
}

const hasFoot = (ink: readonly Line[]) => widthBetween(ink, 0.88, 1) >= 0.3;
const hasHead = (ink: readonly Line[]) => widthBetween(ink, 0, 0.12) >= 0.3;

/** Of the points between two heights. */
function widthBetween(ink: readonly Line[], from: number, to: number): number {
  const points = ink.flat().filter(([, y]) => y >= from && y <= to);
  return points.length === 0 ? 0 : widthOf([points]);
}

/**
 * Whether a four on a picture is closed. Of the rules above the only one that holds for pictures, too: in thick
 * lines small holes fill up, and a ring that was drawn twice looks like a slashed one.
 */
export const isClosedFour = (glyph: Glyph): boolean => isClosed(holesOf(glyph));

/** A four's own three-cornered hole, not a pixel between two lines. */
const isClosed = (holes: readonly Hole[]) => (holes[0]?.area ?? 0) >= 4;

/** A four whose stem begins at the end of its bar: one stroke, or two that make the same turns. */
function isLightning(ink: readonly Line[]): boolean {
  const [first, second] = ink as [Line, Line?];
  if (ink.length === 1) return !meetsItself(first) && zigzags(first);
  if (ink.length > 2 || !isStraight(second!)) return false;
  const { dx, dy } = chordOf(second!);
  const [start, end] = [first[0]!, first.at(-1)!];
  return (
    dy > Math.abs(dx) &&
    boxOf(second!).top >= end[1] - 0.1 &&
    end[1] - start[1] >= 0.2 &&
    end[0] - boxOf(first).left >= 0.2 &&
    Math.abs(second![0]![0] - end[0]) <= 0.15
  );
}

/** Down, to the right, and down again. */
function zigzags(line: Line): boolean {
  const xs = line.map(([x]) => x);
  const right = xs.indexOf(Math.max(...xs));
  if (right === 0 || right === xs.length - 1) return false;
  const before = xs.slice(0, right);
  const left = before.indexOf(Math.min(...before));
  const [, startY] = line[0]!;
  const [leftX, leftY] = line[left]!;
  const [rightX, rightY] = line[right]!;
  const [, endY] = line.at(-1)!;
  return leftY - startY >= 0.25 && leftY <= 0.85 && rightX - leftX >= 0.2 && endY - rightY >= 0.2;
}

/** A short straight stroke through the middle of another one. */
function hasBar(ink: readonly Line[]): boolean {
  return ink.some((line) => {
    const { dx, dy } = chordOf(line);
    const { top, foot } = boxOf(line);
    const middle = (top + foot) / 2;
    return (
      Math.abs(dx) >= 0.15 &&
      Math.abs(dy) <= 0.7 * Math.abs(dx) &&
      middle >= 0.3 &&
      middle <= 0.8 &&
      isStraight(line) &&
      ink.some((other) => other !== line && meet(line, other))
    );
  });
}

/** How far a seven's pen went up, more than sideways, before the bar. */
function serifOf(line: Line): number {
  const end = line.findIndex(([, y], at) => at > 0 && y > line[at - 1]![1]);
  const rising = line.slice(0, end === -1 ? line.length : end);
  // A level bar is as high as the corner that it begins at.
  const corner = rising.findIndex(([, y]) => y === rising.at(-1)![1]);
  const { dx, dy } = chordOf(line.slice(0, corner + 1));
  return Math.abs(dx) <= -dy ? -dy : 0;
}

/** How far the last stroke's way down strays from a straight line. */
function tailBendOf(ink: readonly Line[]): number {
  const line = ink.at(-1)!;
  let from = line.length - 1;
  while (from > 0 && line[from - 1]![1] > 0.6) from--;
  return bendOf(line.slice(from));
}

const longest = (ink: readonly Line[]): Line =>
  ink.reduce((best, line) => (lengthOf(line) > lengthOf(best) ? line : best));
