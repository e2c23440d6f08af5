import { ref } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { useLaterStore, type Later } from '../../shared/later-store';

/**
 * Says what something in the history is, for a dialog; kept while the server is away.
 *
 * @param unsent what was said, as it waits then
 */
export function useKeptCorrection(
  correct: (said: string) => Promise<unknown>,
  unsent: (said: string) => Later,
) {
  const outbox = useLaterStore();
  /** That something waits; empty where nothing does. */
  const later = ref('');

  /** Throws what the API threw, unless that is over when the server is back. */
  async function say(said: string): Promise<void> {
    later.value = '';
    try {
      await correct(said);
    } catch (error) {
      if (!(error instanceof ServerAway)) throw error;
      await outbox.keep(unsent(said));
      later.value = `${said} is kept. Inkling will learn it when the server is back.`;
    }
  }

  return { later, say };
}
