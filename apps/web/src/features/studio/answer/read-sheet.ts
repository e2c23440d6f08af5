import type { PredictionResponse } from '@inkling/contract';
import { MAX_PICTURE_BYTES, TOO_LARGE } from '../pictures/pictures';
import type { Sheet } from '../sheet/sheet';
import {
  predictInk,
  predictPicture,
  type InkPoint,
  type Question,
} from '../../../shared/api/predictions';

/** Sends what lies on a sheet, strokes or picture. */
export async function readSheet(
  { strokes, picture }: Sheet,
  question: Question,
  signal: AbortSignal,
): Promise<PredictionResponse> {
  if (picture && picture.size > MAX_PICTURE_BYTES) throw new Error(TOO_LARGE);
  if (picture) return predictPicture(picture, question, signal);
  return predictInk(pointsOf({ strokes }), question, signal);
}

/** What is drawn, as plain numbers. */
export const pointsOf = ({ strokes }: Pick<Sheet, 'strokes'>): InkPoint[][] =>
  strokes.map(({ points }) => points.map((point) => [...point] as number[]));
