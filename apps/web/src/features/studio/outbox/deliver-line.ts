import { useLineHistoryStore } from '../../history/line-history-store';
import { attempt } from '../../../shared/api/attempt';
import { LINE_TIMEOUT_MS, readLine } from '../line/read-line';
import { stripOf } from '../line/strip';
import { answerIdOf, type Delivery } from './deliver';
import type { Said, UnsentLine } from './unsent';

/** As `deliverDrawing`. No part of the first visit, as lines are none. */
export async function deliverLine(item: UnsentLine, delivery: Delivery): Promise<Said> {
  const history = useLineHistoryStore();
  const answerId = await answerIdOf(item, delivery, async (id) => {
    const asked = { ...item.question, ...(id !== undefined && { id }) };
    const line = await attempt((signal) => readLine(item, asked, signal), {
      signal: new AbortController().signal,
      timeoutMs: LINE_TIMEOUT_MS,
    });
    if (line.recorded) history.add(line, stripOf(item.strokes), asked.replaces);
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
  const correction = { ...line.correction, lineId: line.id, confirms, ...learned };
  for (const id of new Set([item.id, line.id])) history.mark(id, correction);
}
