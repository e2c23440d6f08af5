import { refDebounced } from '@vueuse/core';
import { computed, toRef, watch } from 'vue';
import { useServerData } from '../../shared/api/queries';

/** Somebody who walks through the wall does not stop at each. */
const SETTLE_MS = 60;

/**
 * One correction with everything about it. While the next is on its way the former stays.
 *
 * @param name what is asked, apart from all else that pages ask
 * @param revision changes when its history has grown
 */
export function useCorrection<Detail extends { readonly id: string; readonly revision: number }>(
  name: string,
  open: (id: string, signal: AbortSignal) => Promise<Detail>,
  id: () => string,
  revision: () => number | undefined,
) {
  const wanted = refDebounced(toRef(id), SETTLE_MS);
  const { value: detail, failure, ...query } = useServerData(name, wanted, open);
  const loading = computed(() => query.loading.value || wanted.value !== id());

  watch(revision, (now) => {
    const shown = detail.value;
    if (now !== undefined && shown?.id === id() && shown.revision !== now) void query.load();
  });

  return { detail, loading, failure, load: query.load };
}
