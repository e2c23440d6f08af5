import { useEventListener, useResizeObserver } from '@vueuse/core';
import { onMounted, type Ref } from 'vue';

/**
 * A row that scrolls sideways fades where more of it is out of sight. It needs the class `edge-fade`.
 *
 * @returns looks again, after it was scrolled by hand
 */
export function useEdgeFade(row: Readonly<Ref<HTMLElement | null>>): () => void {
  const fade = (): void => {
    const element = row.value;
    if (!element) return;
    const rest = element.scrollWidth - element.clientWidth - element.scrollLeft;
    element.style.setProperty('--fade-start', element.scrollLeft > 1 ? '2.5rem' : '0px');
    element.style.setProperty('--fade-end', rest > 1 ? '2.5rem' : '0px');
  };
  useResizeObserver(row, fade);
  useEventListener(row, 'scroll', fade, { passive: true });
  onMounted(fade);
  return fade;
}
