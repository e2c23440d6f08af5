import { messageOf, type Alphabet } from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { listAlphabets } from './api/alphabets';
import { ServerAway } from './api/errors';
import { useServerStore } from './api/server-store';
import { usePreferencesStore } from './preferences-store';
import { useSessionStore } from './session/session-store';
import { TASK_NAMES } from './words';

/** Shared alphabets and one's own, and which of them the studio reads with. */
export const useAlphabetsStore = defineStore('alphabets', () => {
  const preferences = usePreferencesStore();
  const server = useServerStore();
  const session = useSessionStore();

  const items = shallowRef<readonly Alphabet[]>([]);
  /** Said when the one that was chosen is gone, until another choice is made. */
  const goneWords = ref('');
  const loaded = ref(false);
  const failure = ref('');
  let loading: Promise<void> | undefined;

  const own = computed(() => items.value.filter(({ shared }) => !shared));
  const shared = computed(() => items.value.filter((alphabet) => alphabet.shared));
  const chosen = computed(() => find(preferences.alphabetId));
  const find = (id: string): Alphabet | undefined => items.value.find((one) => one.id === id);

  /** Several that ask at once share a request. What fails leaves what was known. */
  function load(): Promise<void> {
    loading ??= fetch().finally(() => (loading = undefined));
    return loading;
  }

  async function fetch(): Promise<void> {
    failure.value = '';
    try {
      items.value = await listAlphabets();
      loaded.value = true;
      if (preferences.alphabetId !== '' && !chosen.value) fallBack();
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
      failure.value = messageOf(error);
    }
  }

  /** The chosen one is no longer there: the task of before is read. */
  function fallBack(): void {
    preferences.alphabetId = '';
    goneWords.value = `That alphabet is gone. Reading ${TASK_NAMES[preferences.task].toLowerCase()} now.`;
  }

  function choose(id: string): void {
    goneWords.value = '';
    preferences.alphabetId = id;
  }

  /** Reads with a task again. */
  function leaveFor(task: Task): void {
    goneWords.value = '';
    preferences.chooseTask(task);
  }

  session.onArrive(load);

  return {
    items,
    loaded,
    failure,
    own,
    shared,
    chosen,
    goneWords,
    find,
    load,
    fallBack,
    choose,
    leaveFor,
  };
});
