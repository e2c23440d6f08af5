import { messageOf } from '@inkling/contract';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { ServerAway } from '../../../shared/api/errors';
import type { LineQuestion } from '../../../shared/api/lines';
import { useServerStore } from '../../../shared/api/server-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useLineHistoryStore } from '../../history/line-history-store';
import type { Sheet } from '../sheet/sheet';
import { readLine } from './read-line';
import { stripOf } from './strip';

/** A line with its text, left before the server had both. */
export interface UnsentLine {
  readonly sheet: Sheet;
  readonly question: LineQuestion;
  /** Where it was read already. */
  readonly lineId: string | undefined;
  readonly text: string;
}

const TIMEOUT_MS = 15_000;

/** Confirmed lines that are sent behind the back of the next one, in order, once the server answers. */
export const useLineOutboxStore = defineStore('line-outbox', () => {
  const server = useServerStore();
  const session = useSessionStore();
  const history = useLineHistoryStore();

  const waiting = shallowRef<readonly UnsentLine[]>([]);
  /** Why one could not be kept. */
  const failure = ref('');
  let isSending = false;

  function post(item: UnsentLine): void {
    waiting.value = [...waiting.value, item];
    void send();
  }

  async function send(): Promise<void> {
    if (isSending || server.away) return;
    isSending = true;
    try {
      for (let item = waiting.value[0]; item; item = waiting.value[0]) {
        await sendOne(item);
        waiting.value = waiting.value.slice(1);
      }
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
    } finally {
      isSending = false;
    }
  }

  /** Throws only where it is to be tried again. */
  async function sendOne({ sheet, question, lineId, text }: UnsentLine): Promise<void> {
    try {
      await history.correct(lineId ?? (await read(sheet, question)), text);
      failure.value = '';
    } catch (error) {
      if (error instanceof ServerAway) throw error;
      failure.value = `“${text}” wasn’t saved. ${messageOf(error)}`;
    }
  }

  async function read(sheet: Sheet, question: LineQuestion): Promise<string> {
    await session.ensure();
    const line = await readLine(sheet, question, AbortSignal.timeout(TIMEOUT_MS));
    history.add(line, stripOf(sheet.strokes), question.replaces);
    return line.id;
  }

  watch(
    () => server.away,
    (away) => {
      if (!away) void send();
    },
  );

  return { waiting, failure, post, send };
});
