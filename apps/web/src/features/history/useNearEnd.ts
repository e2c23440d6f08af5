import { useIntersectionObserver } from '@vueuse/core';
import { nextTick, watch, type ShallowRef } from 'vue';

/**
 * Calls when the end of a list comes near the screen, and again after the list has grown while it still is.
 *
 * @param end something behind the last item
 * @param length how long the list is
 */
export function useNearEnd(
  end: Readonly<ShallowRef<HTMLElement | null>>,
  length: () => number,
  onNear: () => void,
): void {
  const { pause, resume } = useIntersectionObserver(
    end,
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onNear();
    },
    { rootMargin: '800px' },
  );
  watch(length, async () => {
    pause();
    await nextTick();
    resume();
  });
}
