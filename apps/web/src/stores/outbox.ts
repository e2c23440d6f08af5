import { messageOf } from '@inkling/contract';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { attempt } from '../api/attempt';
import { ServerAway, ServerUnsaved } from '../api/errors';
import type { Question } from '../api/predictions';
import { readSheet } from '../api/read-sheet';
import type { Sheet } from '../lib/sheet';
import { useHistoryStore } from './history';
import { useServerStore } from './server';
import { useSessionStore } from './session';

/** A drawing with its label, left before the server had both. */
export interface Unsent {
  readonly sheet: Sheet;
  readonly question: Question;
  /** Where it was read already. */
  readonly predictionId?: string | undefined;
  readonly label: string;
}

/** Labelled drawings that are sent behind the back of the next one, in order, once the server answers. */
export const useOutboxStore = defineStore('outbox', () => {
  const server = useServerStore();
  const session = useSessionStore();
  const history = useHistoryStore();

  const waiting = shallowRef<readonly Unsent[]>([]);
  /** Why the last one could not be kept. */
  const failure = ref('');
  let isSending = false;

  function post(item: Unsent): void {
    waiting.value = [...waiting.value, item];
    void send();
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let [first] = waiting.value; first && !server.away; [first] = waiting.value) {
      try {
        failure.value = '';
        await deliver(first);
      } catch (error) {
        if (error instanceof ServerAway) {
          server.reportAway(error);
          break;
        }
        failure.value = messageOf(error);
      }
      waiting.value = waiting.value.slice(1);
    }
    isSending = false;
  }

  async function deliver({ sheet, question, predictionId, label }: Unsent): Promise<void> {
    await history.correct(predictionId ?? (await read(sheet, question)), label);
  }

  async function read(sheet: Sheet, question: Question): Promise<string> {
    await session.ensure();
    const { signal } = new AbortController();
    const answer = await attempt((inner) => readSheet(sheet, question, inner), { signal });
    if (answer.recorded === false) throw new ServerUnsaved();
    history.add(answer, question.replaces);
    return answer.id;
  }

  watch(
    () => server.away,
    (away) => !away && void send(),
  );

  return { waiting, failure, post };
});
