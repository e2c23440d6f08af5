import { messageOf } from '@inkling/contract';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { ServerAway } from './api/errors';
import { useServerStore } from './api/server-store';
import { useSessionStore } from './session/session-store';

type Deletion = () => Promise<void>;

/**
 * Deletions that failed after their page was left, which had announced them as done: tried again when the server
 * is back or somebody has signed in, and told by the frame of all pages.
 */
export const useDeletionsStore = defineStore('deletions', () => {
  const server = useServerStore();
  const session = useSessionStore();
  const waiting = shallowRef<readonly Deletion[]>([]);
  /** Why the last one failed. */
  const failure = ref('');

  function keep(deletion: Deletion, error: unknown): void {
    if (error instanceof ServerAway) server.reportAway(error);
    waiting.value = [...waiting.value, deletion];
    failure.value = messageOf(error);
  }

  /** Tries again what waits. */
  async function retry(): Promise<void> {
    const tried = waiting.value;
    drop();
    await Promise.all(
      tried.map((deletion) => deletion().catch((error: unknown) => keep(deletion, error))),
    );
  }

  /** What is not deleted yet stays. */
  function drop(): void {
    waiting.value = [];
    failure.value = '';
  }

  watch(
    () => server.away,
    (away) => void (!away && retry()),
  );
  session.onArrive(retry);

  return { waiting, failure, keep, retry, drop };
});
