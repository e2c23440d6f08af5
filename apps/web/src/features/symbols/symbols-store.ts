import type { TaughtSymbol } from '@inkling/contract';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { messageOf } from '@inkling/contract';
import { forgetSymbol, listSymbols } from '../../shared/api/alphabets';
import { ServerAway } from '../../shared/api/errors';
import { useServerStore } from '../../shared/api/server-store';
import { useSessionStore } from '../../shared/session/session-store';

/** The symbols that somebody taught. */
export const useSymbolsStore = defineStore('symbols', () => {
  const server = useServerStore();
  const session = useSessionStore();
  const items = shallowRef<readonly TaughtSymbol[]>([]);
  const loaded = ref(false);
  const failure = ref('');

  /** Nothing is asked for a person who never drew. */
  async function load(): Promise<void> {
    failure.value = '';
    try {
      items.value = (await session.exists()) ? await listSymbols() : [];
      loaded.value = true;
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
      failure.value = messageOf(error);
    }
  }

  /** Throws what the API threw. */
  async function forget(label: string): Promise<void> {
    await forgetSymbol(label);
    items.value = items.value.filter((symbol) => symbol.label !== label);
  }

  session.onArrive(load);

  return { items, loaded, failure, load, forget };
});
