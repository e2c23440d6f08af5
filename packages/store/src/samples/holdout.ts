import { createHash } from 'node:crypto';
import { likeness, lookOf, type Look } from './likeness.js';

/** Which side of a snapshot a sample is on: learnt from, or only measured on. */
export type Part = 'train' | 'holdout';

/** One in so many look-alike groups is never trained on. */
export const HOLDOUT_ONE_IN = 5;

/**
 * From this likeness on, two drawings of one writer count as the same one repeated. The same strokes
 * with a tremble of 3 % of the height are at 0.998 and more; different drawings of a character seldom
 * reach 0.99, plain strokes such as a 1 excepted.
 */
export const SAME_DRAWING_FROM = 0.995;

export interface DrawnSample {
  readonly id: string;
  /** `null` when the writer was deleted. */
  readonly writerId: string | null;
  /** 784 bytes, 255 is ink. */
  readonly glyph: Uint8Array;
  /** Where it stood in an earlier job; it stays there. */
  readonly formerPart: Part | undefined;
  /** One of a data set: of so many hands, nobody's repetitions are looked for. */
  readonly isImported?: boolean;
}

export interface Placed {
  readonly part: Part;
  /** Number of its look-alike group. */
  readonly group: number;
}

interface Seen extends Placed {
  readonly look: Look;
}

/**
 * Decides which samples are the holdout: one in five look-alike groups, by a hash of writer and the
 * drawing that began the group. A drawing that somebody repeats joins the group of the first, whatever
 * it is labelled; equal pixels are one group across writers too. What was placed by an earlier job
 * keeps its place, and new samples never move older ones.
 *
 * Imported samples have no writer whose repetitions they could be: they are compared by their pixels alone, of which a
 * million are no more work than they are samples.
 *
 * A new drawing that is like drawings on both sides is on neither: it would teach what is measured.
 *
 * Samples come one by one, `inOrderOfPlacing`.
 */
export class Placement {
  private readonly byWriter = new Map<string, Seen[]>();
  private readonly byPixels = new Map<string, Placed>();
  private groups = 0;

  /**
   * @param wanted `parts`: only the sides are asked for, so that samples with a place are not compared with
   *   each other, and their groups mean nothing
   */
  constructor(private readonly wanted: 'parts' | 'groups' = 'groups') {}

  /** @returns `undefined` for a sample that is on neither side */
  place({ writerId, glyph, formerPart, isImported }: Omit<DrawnSample, 'id'>): Placed | undefined {
    const writer = writerId ?? '';
    const pixels = digest(glyph);
    const own = isImported === true ? undefined : this.drawnBy(writer);
    const look = own && lookOf(glyph);
    const isCompared = formerPart === undefined || this.wanted === 'groups';
    const alike: Placed[] =
      own && look && isCompared
        ? own.filter((seen) => likeness(seen.look, look) >= SAME_DRAWING_FROM)
        : [];
    const equal = this.byPixels.get(pixels);
    if (equal) alike.unshift(equal);

    const parts = new Set(alike.map(({ part }) => part));
    if (formerPart === undefined && parts.size > 1) return undefined;
    const part = formerPart ?? alike[0]?.part ?? sideOf(writer, pixels);
    const ofSameSide = alike.find((other) => other.part === part);
    const place: Placed = { part, group: ofSameSide?.group ?? this.groups++ };
    if (own && look) own.push({ ...place, look });
    if (!equal) this.byPixels.set(pixels, place);
    return place;
  }

  private drawnBy(writer: string): Seen[] {
    const known = this.byWriter.get(writer) ?? [];
    this.byWriter.set(writer, known);
    return known;
  }
}

/**
 * Places all of them, see `Placement`.
 *
 * @returns by id, in no order; without those on neither side
 */
export function placeSamples(samples: readonly DrawnSample[]): Map<string, Placed> {
  const placement = new Placement();
  const placed = new Map<string, Placed>();
  for (const sample of inOrderOfPlacing(samples)) {
    const place = placement.place(sample);
    if (place) placed.set(sample.id, place);
  }
  return placed;
}

/** Those with a place first; then by id, which is the order of their making. */
export function inOrderOfPlacing<T extends Pick<DrawnSample, 'id' | 'formerPart'>>(
  samples: readonly T[],
): T[] {
  const rank = ({ formerPart }: T): number => (formerPart === undefined ? 1 : 0);
  return [...samples].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

function sideOf(writer: string, pixels: string): Part {
  const hash = createHash('sha256').update(`${writer}:${pixels}`).digest();
  return hash.readUInt32BE(0) % HOLDOUT_ONE_IN === 0 ? 'holdout' : 'train';
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
