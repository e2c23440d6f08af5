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

/** What `redone` brings back: a sheet that was turned back from, or a label that was withdrawn. */
export type Undone =
  | { readonly kind: 'sheet'; readonly sheet: Sheet }
  | { readonly kind: 'label'; readonly label: string };

/**
 * The drawing on the sheet with the acts that made it. Undo takes back the last act, whatever it was: the
 * label, a stroke, a picture, a cleared sheet. It ends where this drawing began: on an empty sheet, or
 * after a drawing that was labelled. Drawings from before lie in the history, with an undo of their own.
 */
export interface Book {
  /** The sheet before each act. */
  readonly past: readonly Sheet[];
  readonly sheet: Sheet;
  /** What its writer labelled the drawing as. Always the last act: whatever comes next is another drawing. */
  readonly label: string | null;
  readonly future: readonly Undone[];
}

/** How many steps can be undone. */
const MAX_UNDO = 200;

let drawings = 0;

export function blankSheet(): Sheet {
  return { drawing: ++drawings, strokes: [], picture: null };
}

export function openBook(sheet: Sheet = blankSheet()): Book {
  return { past: [], sheet, label: null, future: [] };
}

export function isBlank({ strokes, picture }: Sheet): boolean {
  return strokes.length === 0 && picture === null;
}

/** Whether a stroke starts a drawing of its own: on a picture, or on a drawing that has its label. */
export function isLeftByStroke({ sheet, label }: Book): boolean {
  return label !== null || sheet.picture !== null;
}

/** @param paper the blank sheet that the stroke lies on where it starts a drawing of its own */
export function withStroke(book: Book, stroke: InkStroke, paper: Sheet = blankSheet()): Book {
  const base = isLeftByStroke(book) ? paper : book.sheet;
  return turn(started(book), { ...base, strokes: [...base.strokes, stroke] });
}

export function withPicture(book: Book, picture: Blob): Book {
  return turn(started(book), { ...blankSheet(), picture });
}

/** Ink that was drawn elsewhere, as a drawing of its own. */
export function withInk(book: Book, strokes: readonly InkStroke[]): Book {
  return turn(started(book), { ...blankSheet(), strokes });
}

/** An empty sheet; the former one comes back with `undone`. A blank sheet stays as it is. */
export function cleared(book: Book): Book {
  if (book.label !== null) return openBook();
  return isBlank(book.sheet) ? book : turn(book, blankSheet());
}

/** The drawing has its label, or (`null`) it was withdrawn. */
export function labelled(book: Book, label: string | null): Book {
  if (label === book.label) return book;
  if (label === null) return book.label === null ? book : undone(book);
  const [next, ...rest] = book.future;
  const isRedone = next?.kind === 'label' && next.label === label;
  return { ...book, label, future: isRedone ? rest : [] };
}

/** What `undone` would take back. */
export function nextUndo(book: Book): Undone['kind'] | undefined {
  if (book.label !== null) return 'label';
  return book.past.length > 0 ? 'sheet' : undefined;
}

export function undone(book: Book): Book {
  const { past, label, future } = book;
  if (label !== null) {
    return { ...book, label: null, future: [{ kind: 'label', label }, ...future] };
  }
  const sheet = past.at(-1);
  if (!sheet) return book;
  return {
    past: past.slice(0, -1),
    sheet,
    label,
    future: [{ kind: 'sheet', sheet: book.sheet }, ...future],
  };
}

export function redone(book: Book): Book {
  const [next, ...future] = book.future;
  if (!next) return book;
  if (next.kind === 'label') return { ...book, label: next.label, future };
  return { ...book, past: [...book.past, book.sheet], sheet: next.sheet, future };
}

/** Where the next drawing starts nothing lies behind it. */
function started(book: Book): Book {
  if (book.label !== null) return openBook();
  return isBlank(book.sheet) ? { ...book, past: [] } : book;
}

function turn(book: Book, sheet: Sheet): Book {
  return { past: [...book.past, book.sheet].slice(-MAX_UNDO), sheet, label: null, future: [] };
}
