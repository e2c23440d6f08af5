import type { PredictionResponse } from '@inkling/contract';
import { MAX_PICTURE_BYTES, TOO_LARGE } from '../pictures/pictures';
import type { Sheet } from '../sheet/sheet';
import { predictInk, predictPicture, type Question } from '../../../shared/api/predictions';

/** Sends what lies on a sheet, strokes or picture. */
export async function readSheet(
  { strokes, picture }: Sheet,
  question: Question,
  signal: AbortSignal,
): Promise<PredictionResponse> {
  if (picture && picture.size > MAX_PICTURE_BYTES) throw new Error(TOO_LARGE);
  if (picture) return predictPicture(picture, question, signal);
  const points = strokes.map((stroke) => stroke.points.map((point) => [...point] as number[]));
  return predictInk(points, question, signal);
}
