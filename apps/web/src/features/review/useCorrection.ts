import { refDebounced } from '@vueuse/core';
import { computed, toRef, watch } from 'vue';
import { useServerData } from '../../shared/api/queries';
import { openCorrection } from './review-calls';

/** Somebody who walks through the wall does not stop at each. */
const SETTLE_MS = 60;

/**
 * One correction with everything about it. While the next is on its way the former stays.
 *
 * @param revision changes when its history has grown
 */
export function useCorrection(id: () => string, revision: () => number | undefined) {
  const wanted = refDebounced(toRef(id), SETTLE_MS);
  const { value: detail, failure, ...query } = useServerData('correction', wanted, openCorrection);
  const loading = computed(() => query.loading.value || wanted.value !== id());

  watch(revision, (now) => {
    const shown = detail.value;
    if (now !== undefined && shown?.id === id() && shown.revision !== now) void query.load();
  });

  return { detail, loading, failure, load: query.load };
}
