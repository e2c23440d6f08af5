import type { Point } from '@inkling/ink';

/** One pen movement as it was drawn, in sheet units (see view.ts), and how it is shown. */
export interface InkStroke {
  readonly points: readonly Point[];
  /** Width of the pen in sheet units; it changes the look, never the reading. */
  readonly penWidth: number;
  /** Whether the points carry the pressure of a real pen. */
  readonly hasPressure: boolean;
}

/** What lies under the pen: strokes, or a picture that somebody brought. */
export interface Sheet {
  /** Stays the same while one drawing grows; a cleared sheet begins the next. */
  readonly drawing: number;
  readonly strokes: readonly InkStroke[];
  readonly picture: Blob | null;
}

/** The sheet with everything that can be undone and redone. */
export interface Book {
  readonly past: readonly Sheet[];
  readonly sheet: Sheet;
  readonly future: readonly Sheet[];
}

/** How many steps can be undone. */
const MAX_UNDO = 200;

let drawings = 0;

export function blankSheet(): Sheet {
  return { drawing: ++drawings, strokes: [], picture: null };
}

export function openBook(sheet: Sheet = blankSheet()): Book {
  return { past: [], sheet, future: [] };
}

export function isBlank({ strokes, picture }: Sheet): boolean {
  return strokes.length === 0 && picture === null;
}

/** Adds a stroke; on a picture it starts a drawing of its own. */
export function withStroke(book: Book, stroke: InkStroke): Book {
  const base = book.sheet.picture ? blankSheet() : book.sheet;
  return turn(book, { ...base, strokes: [...base.strokes, stroke] });
}

export function withPicture(book: Book, picture: Blob): Book {
  return turn(book, { ...blankSheet(), picture });
}

/** An empty sheet; the former one comes back with `undo`. A blank sheet stays as it is. */
export function cleared(book: Book): Book {
  return isBlank(book.sheet) ? book : turn(book, blankSheet());
}

export function undone(book: Book): Book {
  const sheet = book.past.at(-1);
  if (!sheet) return book;
  return { past: book.past.slice(0, -1), sheet, future: [book.sheet, ...book.future] };
}

export function redone(book: Book): Book {
  const [sheet, ...future] = book.future;
  if (!sheet) return book;
  return { past: [...book.past, book.sheet], sheet, future };
}

function turn(book: Book, sheet: Sheet): Book {
  return { past: [...book.past, book.sheet].slice(-MAX_UNDO), sheet, future: [] };
}
