import { defineStore } from 'pinia';
import { ref } from 'vue';
import { countWaiting } from '../features/review/review-calls';
import { useAccountStore } from '../shared/session/account-store';

/** How many corrections, of characters and of lines, wait for review, for those who may review; `null` while that is not known. */
export const useWaitingStore = defineStore('waiting', () => {
  const account = useAccountStore();
  const count = ref<number | null>(null);

  async function look(): Promise<void> {
    if (!account.may('corrections:review')) {
      count.value = null;
      return;
    }
    try {
      const { characters, lines } = await countWaiting();
      count.value = characters + lines;
    } catch {
      // A hint in passing: what is wrong is said where somebody asked for something.
      count.value = null;
    }
  }

  return { count, look };
});
