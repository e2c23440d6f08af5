import type { InkInput } from '@inkling/contract';

/** A stroke with the moment of each of its points since the drawing began, in ms. */
export interface TimedStroke {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly atMs: readonly number[];
}

export interface Replay {
  readonly strokes: readonly TimedStroke[];
  readonly durationMs: number;
  /** The smallest box around all points, with room for the pen: x, y, width, height. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** A width of the pen that suits the size of the drawing. */
  readonly penWidth: number;
}

/** A stroke without times, or with impossible ones, is drawn at this pace: its longer side a second. */
const SIDES_PER_SECOND = 1;
const SHORTEST_STROKE_MS = 60;
const LONGEST_STROKE_MS = 4000;
const LEAST_PAUSE_MS = 120;
const LONGEST_PAUSE_MS = 500;
/** Nobody waits longer for a replay: a slow hand is shown faster. */
const LONGEST_REPLAY_MS = 6000;

/**
 * How the ink was drawn, at the pace of the hand. Times may count from the start of each stroke or from
 * that of the drawing, or be missing; long pauses are shortened.
 */
export function replayOf({ strokes }: InkInput): Replay {
  const box = boxOf(strokes);
  const side = Math.max(box[2], box[3]);
  const timed: TimedStroke[] = [];
  let nowMs = 0;
  let formerEnd: number | undefined;
  for (const stroke of strokes.filter(({ length }) => length > 0)) {
    const points = stroke.map(([x, y]) => [x!, y!] as const);
    const times = relativeTimes(stroke, side);
    const start = stroke[0]![2];
    if (formerEnd !== undefined) {
      const pause = start === undefined ? 0 : start - formerEnd;
      nowMs += Math.min(Math.max(pause, LEAST_PAUSE_MS), LONGEST_PAUSE_MS);
    }
    timed.push({ points, atMs: times.map((ms) => nowMs + ms) });
    nowMs += times.at(-1)!;
    formerEnd = stroke.at(-1)![2] ?? 0;
  }
  const pace = Math.max(1, nowMs / LONGEST_REPLAY_MS);
  return {
    strokes: timed.map(({ points, atMs }) => ({ points, atMs: atMs.map((ms) => ms / pace) })),
    durationMs: nowMs / pace,
    box,
    penWidth: side * 0.042,
  };
}

/** The part of each stroke that is on the paper at a moment, as SVG path data; '' before it begins. */
export function pathsAt({ strokes }: Replay, nowMs: number): string[] {
  return strokes.map(({ points, atMs }) => {
    const drawn = atMs.findLastIndex((ms) => ms <= nowMs);
    if (drawn < 0) return '';
    const seen = points.slice(0, drawn + 1);
    const next = points[drawn + 1];
    if (next) seen.push(between(points[drawn]!, next, atMs[drawn]!, atMs[drawn + 1]!, nowMs));
    const [[x, y], ...rest] = seen as [readonly [number, number], ...(readonly [number, number])[]];
    // A dot is a line of no length: with round ends it is seen.
    const lines = rest.length === 0 ? [[x, y] as const] : rest;
    return `M${fixed(x)} ${fixed(y)}L${lines.map(([a, b]) => `${fixed(a)} ${fixed(b)}`).join(' ')}`;
  });
}

/** Since the start of the stroke. */
function relativeTimes(stroke: InkInput['strokes'][number], side: number): number[] {
  const times = stroke.map((point) => point[2]);
  const first = times[0];
  const known = times.every((ms, at) => ms !== undefined && (at === 0 || ms >= times[at - 1]!));
  const lasted = known && first !== undefined ? times.at(-1)! - first : 0;
  if (known && first !== undefined && (lasted > 0 || stroke.length === 1)) {
    const pace = Math.max(1, lasted / LONGEST_STROKE_MS);
    return times.map((ms) => (ms! - first) / pace);
  }
  const lengths = lengthsAlong(stroke);
  const total = Math.max(lengths.at(-1)!, 1e-9);
  const duration = Math.max(SHORTEST_STROKE_MS, (1000 * total) / (side * SIDES_PER_SECOND));
  return lengths.map((length) => (length / total) * Math.min(duration, LONGEST_STROKE_MS));
}

function lengthsAlong(stroke: InkInput['strokes'][number]): number[] {
  let length = 0;
  return stroke.map(([x, y], at) => {
    const former = stroke[at - 1];
    if (former) length += Math.hypot(x! - former[0]!, y! - former[1]!);
    return length;
  });
}

function boxOf(strokes: InkInput['strokes']): Replay['box'] {
  const points = strokes.flat();
  if (points.length === 0) return [0, 0, 1, 1];
  const xs = points.map(([x]) => x!);
  const ys = points.map((point) => point[1]!);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const margin = Math.max(width, height, 1e-3) * 0.12;
  return [left - margin, top - margin, width + 2 * margin, height + 2 * margin];
}

function between(
  [x, y]: readonly [number, number],
  [nextX, nextY]: readonly [number, number],
  fromMs: number,
  toMs: number,
  nowMs: number,
): readonly [number, number] {
  const share = (nowMs - fromMs) / Math.max(toMs - fromMs, 1e-9);
  return [x + (nextX - x) * share, y + (nextY - y) * share];
}

/** Drawings may be of any size: as many digits as any of them needs. */
function fixed(value: number): string {
  return String(Number(value.toPrecision(6)));
}
