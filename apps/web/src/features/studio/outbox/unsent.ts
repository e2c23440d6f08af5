import type { Problem } from '@inkling/contract';
import type { LineQuestion } from '../../../shared/api/lines';
import type { Question } from '../../../shared/api/predictions';
import { isStroke } from '../sheet/draft';
import type { InkStroke } from '../sheet/sheet';

/** A correction as it was given: its label or text. */
export interface Said {
  readonly id: string;
  readonly said: string;
}

/** A drawing or a line with what it says, left before the server had both. */
interface UnsentOf<Kind, Asked> {
  readonly kind: Kind;
  /** Made on this device: the server takes it for the drawing's own, so that what is sent twice counts once. */
  readonly id: string;
  readonly givenMs: number;
  /** Who gave it: the id of the account or guest; `null` for whoever had no session yet. */
  readonly writer: string | null;
  /** None where the server has it already. */
  readonly strokes: readonly InkStroke[];
  readonly picture: Blob | null;
  readonly question: Asked;
  /** The prediction or line on the server, where it has one. */
  readonly answerId?: string | undefined;
  readonly said: string;
  /** The correction that its writer knew of; `undefined` where that is not known: then the last one wins. */
  readonly previous?: Said | null | undefined;
  /** The one that there is instead, to be decided by its writer. Nothing is sent before. */
  readonly clash?: NonNullable<Problem['current']> | undefined;
  /** The server takes no id of this device's: its clock is wrong. */
  readonly isUndated?: boolean | undefined;
}

export type UnsentDrawing = UnsentOf<'drawing', Question>;
export type UnsentLine = UnsentOf<'line', LineQuestion>;
export type Unsent = UnsentDrawing | UnsentLine;

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;
/** More than anybody labels without a network. */
const MOST_ITEMS = 1000;
/** Of pictures: browsers give a site more, but not for this alone. */
const MOST_BYTES = 100_000_000;

/** Nobody's labels are sent in the name of another; who had no session yet may have one by now. */
export const isBy = (person: string | null, { writer }: Pick<Unsent, 'writer'>): boolean =>
  writer === null || writer === person;

export const isFresh = ({ givenMs }: Pick<Unsent, 'givenMs'>, nowMs: number): boolean =>
  nowMs - givenMs < MAX_AGE_MS;

/** With one more, or in the place of the one with its id; `undefined` where there is no room. */
export function withUnsent(items: readonly Unsent[], item: Unsent): Unsent[] | undefined {
  const isKnown = items.some(({ id }) => id === item.id);
  const next = isKnown
    ? items.map((one) => (one.id === item.id ? { ...item, givenMs: one.givenMs } : one))
    : [...items, item];
  const bytes = next.reduce((sum, { picture }) => sum + (picture?.size ?? 0), 0);
  return next.length <= MOST_ITEMS && bytes <= MOST_BYTES ? next : undefined;
}

/** What goes to the next person of this page, who takes along what was said before. */
export const handedOver = (
  items: readonly Unsent[],
  former: string | null,
  now: string | null,
): Unsent[] => items.map((item) => (item.writer === former ? { ...item, writer: now } : item));

/** What stands on both sides of a clash. */
export const theirsIn = ({ label, text }: NonNullable<Unsent['clash']>): string =>
  label ?? text ?? '';

interface Former {
  readonly givenMs: number;
  readonly writer: string | null;
  readonly strokes: readonly InkStroke[];
  readonly question: Question;
  readonly predictionId?: string;
  readonly label: string;
}

/** What versions of before kept in `localStorage`. @param newId of a moment, in ms since 1970 */
export function readFormer(text: string | null, newId: (atMs: number) => string): UnsentDrawing[] {
  if (text === null) return [];
  try {
    const { version, items } = JSON.parse(text) as { version?: unknown; items?: unknown };
    if (version !== 1 || !Array.isArray(items)) return [];
    return items.filter(isFormer).map(({ predictionId, label, ...item }) => ({
      ...{ kind: 'drawing', id: newId(item.givenMs), givenMs: item.givenMs, writer: item.writer },
      ...{ strokes: item.strokes, picture: null, question: item.question, said: label },
      ...(predictionId !== undefined && { answerId: predictionId }),
    }));
  } catch {
    return [];
  }
}

function isFormer(value: unknown): value is Former {
  if (typeof value !== 'object' || value === null) return false;
  const { givenMs, writer, strokes, question, predictionId, label } = value as Partial<Former>;
  return (
    typeof givenMs === 'number' &&
    (writer === null || typeof writer === 'string') &&
    typeof label === 'string' &&
    typeof question === 'object' &&
    Array.isArray(strokes) &&
    strokes.every(isStroke) &&
    (typeof predictionId === 'string' || strokes.length > 0)
  );
}
