import { glyphFromBytes, glyphToBytes, type Stroke, type Strip } from '@inkling/ink';
import {
  MOST_TAUGHT_LINES,
  MOST_TAUGHT_TEXTS,
  stripAsRead,
  type LineQuestion,
  type Slant,
} from '@inkling/recognizer';

type LineTask = LineQuestion['task'];

/** Of a line, with what its writer says that it says. */
interface LessonRowOf {
  readonly text: string;
  /** Pixels. */
  readonly width: number;
  /** 32 rows of `width` bytes, 255 is ink. */
  readonly strip: Uint8Array;
}

/** What the server told of its writer's lines. */
export interface ToldLines {
  readonly etag: string;
  readonly slant: Slant | null;
  /** Newest first, strips as that slant straightens them. */
  readonly lines: readonly {
    readonly lineId: string;
    readonly task: LineTask;
    readonly rows: readonly LessonRowOf[];
  }[];
  /** Of free text, newest first. */
  readonly texts: readonly string[];
}

/** A line that was corrected here and that the server may not have yet. */
export interface UnsentLesson {
  readonly lineId: string;
  readonly task: LineTask;
  readonly rows: readonly (LessonRowOf & { readonly strokes: readonly Stroke[] })[];
  readonly saidAtMs: number;
}

/** A row that a network learns its writer's hand from. */
export interface LessonRow {
  /** The same for the same strip. */
  readonly key: string;
  readonly text: string;
  readonly strip: Strip;
}

/** What a writer's corrected lines have to tell. */
export interface LineLessons {
  readonly slant: Slant | undefined;
  /** Newest first. */
  readonly rows: readonly LessonRow[];
  readonly texts: readonly string[];
}

/** What was told, and before it what was said here since. */
export function lessonsFrom(
  told: ToldLines | undefined,
  unsent: readonly UnsentLesson[],
): LineLessons {
  const slant = told?.slant ?? undefined;
  const here = [...unsent]
    .sort((a, b) => b.saidAtMs - a.saidAtMs)
    .map((line) => asRead(line, slant));
  const ids = new Set(here.map(({ lineId }) => lineId));
  const lines = [...here, ...(told?.lines ?? []).filter(({ lineId }) => !ids.has(lineId))];
  const texts = here.filter(({ task }) => task === 'text').map(textOf);
  return {
    slant,
    rows: lines.slice(0, MOST_TAUGHT_LINES).flatMap((line) => rowsOf(line, slant)),
    texts: [...texts, ...(told?.texts ?? [])].slice(0, MOST_TAUGHT_TEXTS),
  };
}

type Line = ToldLines['lines'][number];

const asRead = ({ lineId, task, rows }: UnsentLesson, slant: Slant | undefined): Line => ({
  ...{ lineId, task },
  rows: rows.map(({ text, strokes, ...drawn }) => {
    const { width, values } = stripAsRead({ task, strip: stripOf(drawn), strokes }, slant);
    return { text, width, strip: glyphToBytes(values) };
  }),
});

const textOf = ({ rows }: Line): string => rows.map(({ text }) => text).join('\n');

const rowsOf = ({ lineId, rows }: Line, slant: Slant | undefined): LessonRow[] =>
  rows.map((row, at) => ({
    key: `${lineId} ${at} ${slant?.lean ?? 0} ${slant?.wide ?? 1}`,
    text: row.text,
    strip: stripOf(row),
  }));

const stripOf = ({ width, strip }: Omit<LessonRowOf, 'text'>): Strip => ({
  width,
  values: glyphFromBytes(strip),
});
