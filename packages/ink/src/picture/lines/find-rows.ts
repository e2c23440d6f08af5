import type { Component } from '../components.js';
import type { Box } from '../grid.js';
import { heightOf, middleOf, widthOf } from './box.js';
import { isFlat, isStraight, sizeOf, SMALL, type Pieces } from './pieces.js';
import { profileOf, valleysIn } from './profile.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { hypot, max, min } = Math;

/** Characters of a row that is much smaller than the others have this part of the others' height, ... */
const SMALLEST = 0.12;

/** ... are so many times as high as their lines are wide, ... */
const LEAST_PENS = 2.5;

/** ... are three, or two of so much of the others' height, ... */
const FEWEST = 3;
const TWO = 0.22;

/** ... and no further from each other than this part of their row's height. */
const NEIGHBOURS = 1;

/** A piece reaches into the next row by this much of a character's height where characters of two rows touch. */
const REACHES_OVER = 0.45;

/** Two rows of which the lower one shares this part of its height with the other lie beside each other. */
const BESIDE = 0.5;

/** Dots and dirt this far, in characters' heights, from all else of a row are not of it. */
const FURTHEST_DOWN = 0.9;
const FURTHEST_ALONG = 3;

/** What is under a row is so much further from it than what is over the next one. */
const UNDER = 2;

/** A row that is cut off by the border is lower than the others by this. */
const CUT_OFF = 0.75;

/** The part of a row that lies on pieces at the border where it is cut off. */
const MOSTLY = 0.6;

/** A row of writing: which pieces are in it, and between which rows of pixels where one is in two of them. */
export interface RowOfPieces {
  readonly pieces: readonly Component[];
  /** Of what is split only the part from here ... */
  readonly top: number;
  /** ... to here belongs to it. */
  readonly bottom: number;
  readonly split: ReadonlySet<number>;
}

/** Rows of pixels between two valleys. */
interface Band {
  readonly top: number;
  readonly bottom: number;
}

interface Draft extends Band {
  readonly pieces: Component[];
  readonly split: Set<number>;
}

/** The rows of writing, from the top down. */
export function findRows(found: Pieces): RowOfPieces[] {
  const { pieces, pen, size, ink } = found;
  const main = pieces.filter((piece) => isMain(piece, pen, size));
  const carrying = main.length > 0 ? main : pieces;
  if (carrying.length === 0) return [];
  const profile = profileOf(found, carrying);
  const cuts = [0, ...valleysIn(profile, size), ink.height];
  const bands = cuts.slice(1).map((bottom, at): Band => ({ top: cuts[at]!, bottom }));
  const drafts = joined(draftsOf(bands, carrying, size));
  const drawn = withoutCutOff(drafts, found).map((row) => withoutEnds(row, found));
  const others = pieces.filter((piece) => !carrying.includes(piece));
  const written = withSmallRows(drawn, others, found);
  const carriers = written.map((row) => [...row.pieces]);
  const carried = new Set(carriers.flat());
  for (const piece of others) {
    if (carried.has(piece)) continue;
    const at = rowFor(piece, carriers, found);
    if (at !== undefined) written[at]!.pieces.push(piece);
  }
  return written;
}

/** With rows that are much smaller than the others, whose wide characters may have made rows already. */
function withSmallRows(
  rows: readonly Draft[],
  others: readonly Component[],
  found: Pieces,
): Draft[] {
  const isLow = ({ pieces, split }: Draft) =>
    split.size === 0 && pieces.every(({ box }) => heightOf(box) < SMALL * found.size);
  const large = rows.filter((row) => !isLow(row));
  if (large.length === 0) return [...rows];
  const low = rows.filter(isLow);
  const small = smallRows([...others, ...low.flatMap(({ pieces }) => pieces)], large, found);
  const taken = new Set(small.flatMap(({ pieces }) => pieces));
  const left = low.filter((row) => {
    const heir = small.find(({ pieces }) => pieces.some((piece) => row.pieces.includes(piece)));
    heir?.pieces.push(...row.pieces.filter((piece) => !taken.has(piece)));
    return !heir;
  });
  const middle = ({ pieces }: Draft) => middleOf(boxAround(pieces));
  return [...large, ...left, ...small].sort((a, b) => middle(a) - middle(b));
}

/**
 * Rows of writing over or under the others that is much smaller than theirs. Dots, accents and dashes may be as large,
 * but they don't stand beside each other like characters.
 */
function smallRows(others: readonly Component[], large: readonly Draft[], found: Pieces): Draft[] {
  const { pen, size } = found;
  const least = max(SMALLEST * size, LEAST_PENS * pen);
  const boxes = large.map((row) => boxAround(row.pieces));
  const isApart = ({ box }: Component) =>
    boxes.every(({ top, bottom }) => box.bottom <= top || box.top >= bottom);
  const pieces = others.filter(
    (piece) => heightOf(piece.box) >= least && !isFlat(piece, pen) && isApart(piece),
  );
  if (pieces.length < 2) return [];
  return findRows({ ...found, pieces, size: sizeOf(pieces, pen) })
    .filter((row) => standTogether(row.pieces, found))
    .map((row) => ({ ...row, pieces: [...row.pieces], split: new Set(row.split) }));
}

/** As characters do: enough of them, one beside the other, and at least two more than single strokes of the pen. */
function standTogether(pieces: readonly Component[], { pen, size }: Pieces): boolean {
  const high = heightOf(boxAround(pieces));
  const along = [...pieces].sort((a, b) => a.box.left - b.box.left);
  const pairs = along.filter((piece, at) => {
    const before = along[at - 1];
    return before !== undefined && piece.box.left - before.box.right <= NEIGHBOURS * high;
  });
  const fewest = high >= TWO * size ? 2 : FEWEST;
  const drawn = pieces.filter((piece) => !isStraight(piece, pen));
  return pieces.length >= fewest && drawn.length >= 2 && pairs.length >= fewest - 1;
}

const isMain = (piece: Component, pen: number, size: number): boolean =>
  !isFlat(piece, pen) &&
  max(heightOf(piece.box), min(widthOf(piece.box), size)) >= SMALL * size &&
  heightOf(piece.box) >= 0.25 * size;

/**
 * Each piece in the band that most of it is in. One that reaches well into several is split, if other pieces are in
 * each of them; a capital beside small letters is not.
 */
function draftsOf(bands: readonly Band[], pieces: readonly Component[], size: number): Draft[] {
  const drafts = bands.map(({ top, bottom }) => ({
    top,
    bottom,
    pieces: [] as Component[],
    split: new Set<number>(),
  }));
  const inside = ({ box }: Component, { top, bottom }: Band) =>
    min(bottom, box.bottom) - max(top, box.top);
  const reached = (piece: Component, among: readonly Draft[]) =>
    among.filter((band) => inside(piece, band) >= REACHES_OVER * size);
  const most = (piece: Component, among: readonly Draft[]) =>
    among.reduce((a, b) => (inside(piece, b) > inside(piece, a) ? b : a));
  const spanning = pieces.filter((piece) => reached(piece, drafts).length > 1);
  for (const piece of pieces) {
    if (!spanning.includes(piece)) most(piece, drafts).pieces.push(piece);
  }
  const carried = drafts.filter((draft) => draft.pieces.length > 0);
  for (const piece of spanning) {
    const shared = reached(piece, carried);
    if (shared.length < 2) {
      (shared[0] ?? most(piece, drafts)).pieces.push(piece);
      continue;
    }
    for (const row of shared) {
      row.pieces.push(piece);
      row.split.add(piece.label);
    }
  }
  return drafts.filter((draft) => draft.pieces.length > 0);
}

/** Rows that lie beside each other rather than below are one: a tall initial, or words at two heights. */
function joined(drafts: readonly Draft[]): Draft[] {
  const rows: Draft[] = [];
  for (const draft of drafts) {
    const last = rows.at(-1);
    if (!last || !overlaps(whole(last), whole(draft))) {
      rows.push(draft);
      continue;
    }
    rows[rows.length - 1] = {
      top: last.top,
      bottom: draft.bottom,
      pieces: [...new Set([...last.pieces, ...draft.pieces])],
      split: new Set(
        [...last.split, ...draft.split].filter(
          (label) => last.split.has(label) !== draft.split.has(label),
        ),
      ),
    };
  }
  return rows;
}

/** Around what is in this row alone. */
const whole = ({ pieces, split }: Draft): Box | undefined => {
  const own = pieces.filter(({ label }) => !split.has(label));
  return own.length > 0 ? boxAround(own) : undefined;
};

const overlaps = (a: Box | undefined, b: Box | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  min(a.bottom, b.bottom) - max(a.top, b.top) >= BESIDE * min(heightOf(a), heightOf(b));

/** Without rows of which only the lower or the upper part is in the picture. */
function withoutCutOff(rows: readonly Draft[], { ink }: Pieces): Draft[] {
  const highest = max(...rows.map((row) => heightOf(boxAround(row.pieces))));
  const kept = rows.filter((row) => {
    const box = boxAround(row.pieces);
    if (heightOf(box) >= CUT_OFF * highest) return true;
    const cut = row.pieces.filter(
      (piece) => piece.box.top === 0 || piece.box.bottom === ink.height,
    );
    return areaOf(cut) < MOSTLY * areaOf(row.pieces);
  });
  return kept.length > 0 ? kept : [...rows];
}

/** Without pieces that come in from the border, where the row is clear of it. */
function withoutEnds(row: Draft, { ink, size }: Pieces): Draft {
  const free = row.pieces.filter(({ box }) => box.top > 0 && box.bottom < ink.height);
  if (free.length === 0 || areaOf(free) < areaOf(row.pieces) / 2) return row;
  const around = boxAround(free);
  const pieces = row.pieces.filter((piece) => !comesIn(piece, around, ink.height, size));
  return { ...row, pieces };
}

const areaOf = (pieces: readonly Component[]): number =>
  pieces.reduce((sum, { area }) => sum + area, 0);

export const boxAround = (pieces: readonly { readonly box: Box }[]): Box =>
  pieces
    .map(({ box }) => box)
    .reduce((a, b) => ({
      left: min(a.left, b.left),
      top: min(a.top, b.top),
      right: max(a.right, b.right),
      bottom: max(a.bottom, b.bottom),
    }));

/** The row whose pieces are the nearest, if they are near enough. */
function rowFor(
  piece: Component,
  rows: readonly (readonly Component[])[],
  { ink, size, pen }: Pieces,
): number | undefined {
  let best: { at: number; gap: number; along: number; down: number } | undefined;
  rows.forEach((pieces, at) => {
    const row = boxAround(pieces);
    const { down } = gapBetween(piece.box, row);
    const along = min(...pieces.map(({ box }) => gapBetween(piece.box, box).along));
    // Dots and accents stand over their line, so of two the lower one is nearer.
    const gap = hypot(along, (middleOf(piece.box) < row.top ? 1 : UNDER) * down);
    if (!best || gap < best.gap) best = { at, gap, along, down };
  });
  if (!best || best.along > FURTHEST_ALONG * size || best.down > FURTHEST_DOWN * size) {
    return undefined;
  }
  const row = boxAround(rows[best.at]!);
  const isOther = isUnderline(piece, row, pen, size) || comesIn(piece, row, ink.height, size);
  return isOther ? undefined : best.at;
}

function gapBetween(a: Box, b: Box): { along: number; down: number } {
  return {
    along: max(0, a.left - b.right, b.left - a.right),
    down: max(0, a.top - b.bottom, b.top - a.bottom),
  };
}

/** Longer than a dash, and under or above what is written. */
const isUnderline = (piece: Component, row: Box, pen: number, size: number): boolean =>
  isFlat(piece, pen) &&
  widthOf(piece.box) > 2 * size &&
  (middleOf(piece.box) > row.bottom - 0.2 * size || middleOf(piece.box) < row.top + 0.1 * size);

/** The end of something that is written above the picture or below it. */
function comesIn({ box }: Component, row: Box, height: number, size: number): boolean {
  const clear = 0.2 * size;
  const fromTop = box.top === 0 && row.top >= clear && middleOf(box) < row.top + 0.25 * size;
  const fromBottom =
    box.bottom === height &&
    row.bottom <= height - clear &&
    middleOf(box) > row.bottom - 0.25 * size;
  return fromTop || fromBottom;
}
