import { useEventListener, useResizeObserver } from '@vueuse/core';
import { onMounted, onUpdated, type ShallowRef } from 'vue';

/** How wide the fades of a row are, in rem. */
const FADE_REM = 2.5;

/** Whether more of a row is out of sight at its start and at its end. */
export const hiddenEnds = ({
  scrollLeft,
  scrollWidth,
  clientWidth,
}: Pick<Element, 'scrollLeft' | 'scrollWidth' | 'clientWidth'>) => ({
  // Positions are fractions of a pixel on some screens.
  start: scrollLeft > 1,
  end: scrollWidth - clientWidth - scrollLeft > 1,
});

/**
 * A row to swipe that fades where more of it is out of sight; it has the class `sideways-fade`.
 *
 * @returns what looks again, after the row was scrolled by code
 */
export function useSidewaysFade(row: Readonly<ShallowRef<HTMLElement | null>>): () => void {
  function fade(): void {
    if (!row.value) return;
    for (const [end, isHidden] of Object.entries(hiddenEnds(row.value))) {
      row.value.style.setProperty(`--fade-${end}`, isHidden ? `${FADE_REM}rem` : '0px');
    }
  }
  useEventListener(row, 'scroll', fade, { passive: true });
  useResizeObserver(row, fade);
  onMounted(fade);
  // Its words may be others.
  onUpdated(fade);
  return fade;
}
