import { nextTick, watch, type ShallowRef } from 'vue';

/** Keeps the newest in sight: what was scrolled to is not held when one comes before it. */
export function useNewestInSight(
  list: Readonly<ShallowRef<HTMLElement | null>>,
  newestId: () => string | undefined,
): void {
  watch(newestId, async () => {
    await nextTick();
    list.value?.scrollTo({ left: 0 });
  });
}
