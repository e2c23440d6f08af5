import type { InkPoint } from '../../../shared/api/predictions';
import { MAX_PICTURE_BYTES, PictureTooLarge } from '../pictures/pictures';
import { pointsOf } from '../sheet/points';
import type { Sheet } from '../sheet/sheet';

type SheetContent = Pick<Sheet, 'strokes' | 'picture'>;

/** Sends what lies on a sheet, as strokes or as a picture. @throws PictureTooLarge */
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
    if (picture.size > MAX_PICTURE_BYTES) throw new PictureTooLarge();
    return sendPicture(picture, question, signal);
  };
