import type { Question } from '../../../shared/api/predictions';
import { isStroke } from '../sheet/draft';
import { blankSheet, type InkStroke, type Sheet } from '../sheet/sheet';

/** A drawing with its label, left before the server had both. */
export interface Unsent {
  readonly id: string;
  readonly givenMs: number;
  /** Who gave it: the id of the account or guest; `null` for whoever had no session yet. */
  readonly writer: string | null;
  readonly sheet: Sheet;
  readonly question: Question;
  /** Where it was read already. */
  readonly predictionId?: string | undefined;
  readonly label: string;
}

/** As it lies in the browser's storage, which all tabs share. */
export interface KeptUnsent extends Omit<Unsent, 'sheet'> {
  /** None where it was read already: then its prediction says it all. */
  readonly strokes: readonly InkStroke[];
  /** When a tab took it to send it: until `CLAIM_MS` later no other one does. */
  readonly claimedMs?: number | undefined;
}

/** Raised when the shape changes: what an older page kept is forgotten then. */
const VERSION = 1;
const MAX_KEPT = 50;
/** The browser gives a site some 5 million. */
const MAX_CHARACTERS = 500_000;
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;
/** Longer than all attempts to read a drawing and to send its label. */
export const CLAIM_MS = 30_000;

/** What is kept and not too old. */
export function readUnsent(text: string | null, nowMs: number): KeptUnsent[] {
  if (text === null) return [];
  try {
    const { version, items } = JSON.parse(text) as { version?: unknown; items?: unknown };
    if (version !== VERSION || !Array.isArray(items)) return [];
    return items.filter(isKept).filter(({ givenMs }) => nowMs - givenMs < MAX_AGE_MS);
  } catch {
    return [];
  }
}

/** The oldest come first, and stay where there is no room for all. `null` where nothing is kept. */
export function writeUnsent(items: readonly KeptUnsent[]): string | null {
  for (let count = Math.min(items.length, MAX_KEPT); count > 0; count--) {
    const text = JSON.stringify({ version: VERSION, items: items.slice(0, count) });
    if (text.length <= MAX_CHARACTERS) return text;
  }
  return null;
}

/** `null` for a picture that was not read: it is a file that can be chosen again, and too large to keep. */
export function toKept({ sheet, ...rest }: Unsent): KeptUnsent | null {
  if (rest.predictionId !== undefined) return { ...rest, strokes: [] };
  return sheet.picture === null ? { ...rest, strokes: sheet.strokes } : null;
}

export function fromKept({ strokes, id, givenMs, writer, ...rest }: KeptUnsent): Unsent {
  const { question, predictionId, label } = rest;
  const sheet = { ...blankSheet(), strokes };
  return { id, givenMs, writer, sheet, question, predictionId, label };
}

/** Whether another tab is sending it. */
export const isClaimed = ({ claimedMs = -Infinity }: KeptUnsent, nowMs: number): boolean =>
  nowMs - claimedMs < CLAIM_MS;

/** Nobody's labels are sent in the name of another; who had no session yet may have one by now. */
export const isBy = (person: string | null, { writer }: Pick<Unsent, 'writer'>): boolean =>
  writer === null || writer === person;

function isKept(value: unknown): value is KeptUnsent {
  if (typeof value !== 'object' || value === null) return false;
  const { id, givenMs, writer, strokes, question, predictionId, label } =
    value as Partial<KeptUnsent>;
  return (
    typeof id === 'string' &&
    typeof givenMs === 'number' &&
    (writer === null || typeof writer === 'string') &&
    typeof label === 'string' &&
    typeof question === 'object' &&
    Array.isArray(strokes) &&
    strokes.every(isStroke) &&
    (typeof predictionId === 'string' || strokes.length > 0)
  );
}
