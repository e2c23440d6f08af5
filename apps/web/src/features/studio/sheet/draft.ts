import { blankSheet, type InkStroke, type Sheet } from './sheet';

/** Where the drawing of one character is kept. */
export const DRAFT_KEY = 'inkling-draft';

/** A drawing that survives a reload. Pictures are not kept: they are files and can be chosen again. */
export interface Draft {
  readonly strokes: readonly InkStroke[];
  /** The prediction that stands for this drawing, to be replaced by its next one. */
  readonly prediction?: string | undefined;
}

export function writeDraft(draft: Draft): string {
  return JSON.stringify(draft);
}

/** The draft with a sheet of its own; `null` where there is none or it can't be read. */
export function readDraft(
  text: string | null,
): { sheet: Sheet; prediction: string | undefined } | null {
  if (text === null) return null;
  try {
    const { strokes, prediction } = JSON.parse(text) as Partial<Draft>;
    if (!Array.isArray(strokes) || strokes.length === 0 || !strokes.every(isStroke)) return null;
    return { sheet: { ...blankSheet(), strokes }, prediction };
  } catch {
    return null;
  }
}

export function isStroke(value: unknown): value is InkStroke {
  if (typeof value !== 'object' || value === null) return false;
  const { points, penWidth, hasPressure } = value as Partial<InkStroke>;
  return (
    typeof penWidth === 'number' &&
    typeof hasPressure === 'boolean' &&
    Array.isArray(points) &&
    points.every(
      (point: unknown) => Array.isArray(point) && point.length >= 2 && point.every(Number.isFinite),
    )
  );
}
