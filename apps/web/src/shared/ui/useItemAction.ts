import { messageOf } from '@inkling/contract';
import { ref, shallowReactive } from 'vue';

/**
 * What is done to an item of a list by its own button. What is pressed again before the answer is there is not sent;
 * the buttons of other items work on.
 */
export function useItemAction() {
  /** The items that it is done to now; give their buttons `:loading`. */
  const acting: Set<string> = shallowReactive(new Set());
  /** What went wrong the last time. */
  const failure = ref('');

  /** @returns whether it was done */
  async function act(id: string, work: () => Promise<void>): Promise<boolean> {
    if (acting.has(id)) return false;
    acting.add(id);
    failure.value = '';
    try {
      await work();
      return true;
    } catch (error) {
      failure.value = messageOf(error);
      return false;
    } finally {
      acting.delete(id);
    }
  }

  return { acting: acting as ReadonlySet<string>, failure, act };
}
