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
  const correction = await history.correct(answerId, item.said, item.previous);
  if (answerId !== item.id) history.mark(item.id, correction);
  return { id: correction.id, said: correction.text };
}

/** As `showTheirLabel`. What the server learned of it elsewhere is not known here. */
export async function showTheirText(item: UnsentLine): Promise<void> {
  const history = useLineHistoryStore();
  await history.loadRecent();
  const line = history.recent.find(({ id }) => id === (item.answerId ?? item.id));
  if (!line?.correction) return;
  const confirms = line.correction.text === line.text;
  const learned = { samples: [], leftOut: [] };
  history.mark(line.id, { ...line.correction, lineId: line.id, confirms, ...learned });
}
