import { predictInk, predictPicture } from '../../../shared/api/predictions';
import { sheetSender } from './send-sheet';

/** Has the server read a drawing. */
export const readSheet = sheetSender(predictInk, predictPicture);
