import { messageOf, type ReviewDetail } from '@inkling/contract';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { openCorrection } from './review-calls';
import { createLatest } from '../studio/answer/latest';
import { useServerStore } from '../../shared/api/server-store';

/** Somebody who walks through the wall does not stop at each. */
const SETTLE_MS = 60;

/**
 * One correction with everything about it. While the next is on its way the former stays.
 *
 * @param revision changes when its history has grown
 */
export function useCorrection(id: () => string | null, revision: () => number | undefined) {
  const server = useServerStore();
  const detail = shallowRef<ReviewDetail | null>(null);
  const loading = ref(false);
  const failure = ref('');

  const latest = createLatest<string, ReviewDetail>({
    run: openCorrection,
    onAnswer(answer) {
      detail.value = answer;
      loading.value = false;
    },
    onFailure(error) {
      if (error instanceof ServerAway) server.reportAway();
      loading.value = false;
      detail.value = null;
      failure.value = messageOf(error);
    },
  });

  function load(delayMs = 0): void {
    const wanted = id();
    failure.value = '';
    loading.value = wanted !== null;
    if (wanted === null) latest.cancel();
    else latest.ask(wanted, delayMs);
  }

  watch(id, (_now, former) => load(former === undefined ? 0 : SETTLE_MS), { immediate: true });
  watch(revision, (now) => {
    if (now !== undefined && detail.value?.id === id() && detail.value.revision !== now) load();
  });
  onScopeDispose(() => latest.cancel());

  return { detail, loading, failure, load };
}
