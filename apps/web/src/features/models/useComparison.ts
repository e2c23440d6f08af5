import { messageOf, type Comparison } from '@inkling/contract';
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { compareModels } from './models-calls';

/** The server stops reading when nobody has asked for 10 s. */
const ASK_EVERY_MS = 700;

/** Two versions side by side; asks again while the server is still reading. Ends with the component. */
export function useComparison(a: Readonly<Ref<string>>, b: Readonly<Ref<string>>) {
  const comparison = shallowRef<Comparison | null>(null);
  const failure = ref('');
  let controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function again(): void {
    controller.abort();
    clearTimeout(timer);
    controller = new AbortController();
    void ask(controller.signal);
  }

  async function ask(signal: AbortSignal): Promise<void> {
    try {
      const next = await compareModels(a.value, b.value, signal);
      if (signal.aborted) return;
      comparison.value = next;
      failure.value = '';
      if (next.progress) timer = setTimeout(() => void ask(signal), ASK_EVERY_MS);
    } catch (error) {
      if (signal.aborted) return;
      failure.value = messageOf(error);
      // What was read is kept, so it goes on where it was.
      if (error instanceof ServerAway) timer = setTimeout(() => void ask(signal), 3000);
    }
  }

  watch(
    [a, b],
    () => {
      comparison.value = null;
      again();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    controller.abort();
    clearTimeout(timer);
  });
  return { comparison, failure, again };
}
