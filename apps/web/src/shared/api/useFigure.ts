import { messageOf } from '@inkling/contract';
import { ref, shallowRef, watch, type Ref, type WatchSource } from 'vue';
import { ServerAway } from './errors';
import { useServerStore } from './server-store';

/** Something that is fetched anew whenever what is asked for changes. */
export interface Figure<Value> {
  /** Stays until the next one is there, so that nothing jumps. */
  readonly value: Readonly<Ref<Value | null>>;
  readonly loading: Readonly<Ref<boolean>>;
  readonly failure: Readonly<Ref<string>>;
  load(): void;
}

/** The latest question wins; when the server comes back it is asked again. */
export function useFigure<Value, Question>(
  question: WatchSource<Question>,
  fetchIt: (question: Question, signal: AbortSignal) => Promise<Value>,
): Figure<Value> {
  const server = useServerStore();
  const value = shallowRef<Value | null>(null);
  const loading = ref(false);
  const failure = ref('');
  const again = ref(0);

  watch(
    [question, again] as const,
    async ([asked], _former, onCleanup) => {
      const abort = new AbortController();
      onCleanup(() => abort.abort());
      loading.value = true;
      failure.value = '';
      try {
        const found = await fetchIt(asked as Question, abort.signal);
        if (!abort.signal.aborted) value.value = found;
      } catch (error) {
        if (abort.signal.aborted) return;
        if (error instanceof ServerAway) server.reportAway();
        failure.value = messageOf(error);
      }
      if (!abort.signal.aborted) loading.value = false;
    },
    { immediate: true },
  );
  watch(
    () => server.away,
    (away) => !away && failure.value && load(),
  );

  function load(): void {
    again.value++;
  }

  return { value, loading, failure, load };
}
