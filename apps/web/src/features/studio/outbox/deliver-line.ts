import { readInkLine, readPictureLine } from '../../../shared/api/lines';
import { useLineHistoryStore } from '../../history/line-history-store';
import { attempt } from '../answer/attempt';
import { stripOf } from '../line/strip';
import { asPoints } from './as-points';
import { answerIdOf, type Delivery } from './deliver';
import type { Said, UnsentLine } from './unsent';

/** A picture of many rows, or a long list of words. */
const TIMEOUT_MS = 15_000;

/** As `deliverDrawing`. No part of the first visit, as lines are none. */
export async function deliverLine(item: UnsentLine, delivery: Delivery): Promise<Said> {
  const history = useLineHistoryStore();
  const answerId = await answerIdOf(item, delivery, async (id) => {
    const { picture, strokes, question } = item;
    const asked = { ...question, ...(id !== undefined && { id }) };
    const line = await attempt(
      (signal) =>
        picture
          ? readPictureLine(picture, asked, signal)
          : readInkLine(asPoints(strokes), asked, signal),
      { signal: new AbortController().signal, timeoutMs: TIMEOUT_MS },
    );
    if (line.recorded) history.add(line, stripOf(strokes), question.replaces);
    return line;
  });
  const { id, text } = await history.correct(answerId, item.said, item.previous);
  return { id, said: text };
}
