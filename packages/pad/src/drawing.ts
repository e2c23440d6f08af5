import { newDeviceId, type Ink, type Prediction } from '@inkling/client';
import type { KeptDrawing, KnownCorrection } from './kept-drawings.js';

/** One drawing, from its first stroke until the next one begins. */
export interface Drawing {
  ink: Ink;
  /** Made here once it has its label: so that what is sent on the next visit counts once. */
  id: string | undefined;
  /** How often it has changed, and how often it had when it was read, or refused. */
  changes: number;
  read: number;
  answer: Prediction | undefined;
  /** Of an answer that can be corrected. */
  predictionId: string | undefined;
  /** What somebody says that it is. */
  said: string | undefined;
  /** What the server has of that, as far as it is known here. */
  correction: KnownCorrection | undefined;
  /** Labels that were sent and got no answer: the server may have them all the same. */
  readonly unanswered: Set<string>;
}

export const newDrawing = (ink: Ink): Drawing => ({
  ...{ ink, changes: 0, read: 0 },
  ...{ id: undefined, answer: undefined, predictionId: undefined },
  ...{ said: undefined, correction: undefined, unanswered: new Set() },
});

export const isUnread = (drawing: Drawing | undefined): boolean =>
  drawing !== undefined && drawing.read !== drawing.changes;

/** As it is kept for the next visit, under an id that it gets here where it has none. */
export function toKept(drawing: Drawing, label: string): KeptDrawing {
  drawing.id ??= newDeviceId();
  const { id, ink, correction, unanswered } = drawing;
  return {
    ...{ id, ink, label, keptMs: Date.now() },
    predictionId: isUnread(drawing) ? undefined : drawing.predictionId,
    ...{ correction, unanswered: [...unanswered] },
  };
}

/** One that an earlier visit left. */
export const fromKept = (kept: KeptDrawing): Drawing => ({
  ...newDrawing(kept.ink),
  ...{ id: kept.id, predictionId: kept.predictionId, said: kept.label },
  ...{ changes: 1, read: kept.predictionId === undefined ? 0 : 1 },
  ...{ correction: kept.correction, unanswered: new Set(kept.unanswered) },
});
