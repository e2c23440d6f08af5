import type { LineResponse } from '@inkling/contract';
import { readInkLine, readPictureLine, type LineQuestion } from '../../../shared/api/lines';
import { MAX_PICTURE_BYTES, TOO_LARGE } from '../pictures/pictures';
import type { Sheet } from '../sheet/sheet';

/** Sends what lies on the line, strokes or picture. */
export async function readLine(
  { strokes, picture }: Sheet,
  question: LineQuestion,
  signal: AbortSignal,
): Promise<LineResponse> {
  if (picture && picture.size > MAX_PICTURE_BYTES) throw new Error(TOO_LARGE);
  if (picture) return readPictureLine(picture, question, signal);
  const points = strokes.map((stroke) => stroke.points.map((point) => [...point] as number[]));
  return readInkLine(points, question, signal);
}
