import { onScopeDispose, watch, type ShallowRef } from 'vue';

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
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onNear();
    },
    { rootMargin: '800px' },
  );
  watch(
    [end, length],
    ([element]) => {
      observer.disconnect();
      if (element) observer.observe(element);
    },
    { flush: 'post', immediate: true },
  );
  onScopeDispose(() => observer.disconnect());
}
