import { readInkLine, readPictureLine } from '../../../shared/api/lines';
import { sheetSender } from '../answer/send-sheet';

/** A picture of many rows, or a long list of words. */
export const LINE_TIMEOUT_MS = 15_000;

/** Has the server read a line. */
export const readLine = sheetSender(readInkLine, readPictureLine);
