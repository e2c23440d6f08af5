import type { InkPoint } from '../../../shared/api/predictions';
import { MAX_PICTURE_BYTES, TOO_LARGE } from '../pictures/pictures';
import { pointsOf } from '../sheet/points';
import type { Sheet } from '../sheet/sheet';

type SheetContent = Pick<Sheet, 'strokes' | 'picture'>;

/** Sends what lies on a sheet, as strokes or as a picture. @throws Error where the picture is too large to be read */
export const sheetSender =
  <Question, Answer>(
    sendInk: (points: InkPoint[][], question: Question, signal: AbortSignal) => Promise<Answer>,
    sendPicture: (picture: Blob, question: Question, signal: AbortSignal) => Promise<Answer>,
  ) =>
  async (
    { strokes, picture }: SheetContent,
    question: Question,
    signal: AbortSignal,
  ): Promise<Answer> => {
    if (!picture) return sendInk(pointsOf(strokes), question, signal);
    if (picture.size > MAX_PICTURE_BYTES) throw new Error(TOO_LARGE);
    return sendPicture(picture, question, signal);
  };
