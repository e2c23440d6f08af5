import { ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import { newDeviceId } from '@inkling/client';
import type { useSessionStore } from '../../../shared/session/session-store';
import type { useHistoryStore } from '../../history/history-store';
import { attempt } from '../../../shared/api/attempt';
import { readSheet } from '../answer/read-sheet';
import type { Said, Unsent, UnsentDrawing } from './unsent';

export interface Delivery {
  readonly session: Pick<ReturnType<typeof useSessionStore>, 'ensure' | 'forget'>;
  readonly history: Pick<
    ReturnType<typeof useHistoryStore>,
    'add' | 'correct' | 'mark' | 'loadRecent' | 'recent'
  >;
  /** Notes what is known of an item now, should the page be closed. */
  readonly note: (id: string, news: Partial<Unsent>) => Promise<void>;
}

interface Answered {
  readonly id: string;
  readonly correctable: boolean;
  readonly recorded?: boolean | undefined;
}

/** Sends a drawing, where the server has it not, and its label. @returns the correction */
export async function deliverDrawing(item: UnsentDrawing, delivery: Delivery): Promise<Said> {
  const { history } = delivery;
  const read = async (id: string | undefined): Promise<Answered> => {
    const asked = { ...item.question, ...(id !== undefined && { id }) };
    const answer = await attempt((signal) => readSheet(item, asked, signal), {
      signal: new AbortController().signal,
    });
    if (answer.recorded !== false) history.add(answer, asked.replaces);
    return answer;
  };
  const answerId = await answerIdOf(item, delivery, read);
  const correction = await history.correct(answerId, item.said, item.previous);
  // The page may know it by the id that it gave it.
  if (answerId !== item.id) history.mark(item.id, correction);
  return { id: correction.id, said: correction.given };
}

/** Shows what was said elsewhere, where that is to count. */
export async function showTheirLabel(item: UnsentDrawing, { history }: Delivery): Promise<void> {
  await history.loadRecent();
  const drawing = history.recent.find(({ id }) => id === (item.answerId ?? item.id));
  if (!drawing?.correction) return;
  const confirms = drawing.correction.label === drawing.label;
  const correction = { ...drawing.correction, predictionId: drawing.id, confirms };
  // The page may know it by the id that it gave it.
  for (const id of new Set([item.id, drawing.id])) history.mark(id, correction);
}

/** The id that the server knows an item by, which it reads where it has it not. */
export async function answerIdOf(
  item: Unsent,
  { session, note }: Delivery,
  read: (id: string | undefined) => Promise<Answered>,
): Promise<string> {
  if (item.answerId !== undefined) return item.answerId;
  let id = item.isUndated === true ? undefined : item.id;
  /** Asks once more where it is the id that the server does not take. */
  const ask = async (): Promise<Answered> => {
    await session.ensure();
    try {
      return await read(id);
    } catch (error) {
      if (!isOfId(error)) throw error;
      id = error.code === 'id_taken' ? newDeviceId() : undefined;
      await note(item.id, id === undefined ? { isUndated: true } : {});
      return read(id);
    }
  };
  let answer = await ask();
  if (answer.recorded === false) throw new ServerUnsaved();
  if (!answer.correctable) {
    // The server knows this guest no longer: become one again. What it has now is nobody's, under this id.
    session.forget();
    if (id !== undefined) id = newDeviceId();
    answer = await ask();
  }
  await note(item.id, { answerId: answer.id });
  return answer.id;
}

const isOfId = (error: unknown): error is ServerProblem =>
  error instanceof ServerProblem &&
  (error.code === 'id_taken' || error.errors.some(({ pointer }) => pointer === '/id'));
