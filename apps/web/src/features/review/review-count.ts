import { computed, ref, shallowRef } from 'vue';

/**
 * How much of a view is left: what the server counted, less what was decided here since.
 *
 * @param away how many of the list as it stands are decided
 */
export function reviewCount<Counts extends { readonly matching?: number | undefined }>(
  away: () => number,
) {
  const counts = shallowRef<Counts | null>(null);
  /** Since the list was fetched: how many others added (above zero) or decided (below). */
  const drift = ref(0);
  const tidiedAway = ref(0);

  const decided = (): number => away() + tidiedAway.value;
  /** How many of the whole view are left; `null` while that is not known. */
  const left = computed(() => {
    const matching = counts.value?.matching;
    return matching === undefined ? null : Math.max(0, matching - decided());
  });

  /** What was counted with a new list. */
  function begin(found: Counts): void {
    counts.value = found;
    drift.value = tidiedAway.value = 0;
  }

  /** What the server counts now. `left` takes off again what was decided since the list was fetched. */
  function renew(found: Counts): void {
    counts.value = { ...found, matching: (found.matching ?? 0) + decided() };
  }

  return { counts, drift, tidiedAway, left, begin, renew };
}
