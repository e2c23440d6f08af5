import { onScopeDispose, readonly, shallowRef, type Ref } from 'vue';
import { useRouter } from 'vue-router';

/**
 * Becomes true once the first page has been painted: what is beside it comes after it. Also when that page
 * could not be loaded.
 */
export function usePageShown(): Readonly<Ref<boolean>> {
  const shown = shallowRef(false);
  let frame = 0;
  const show = (): void => {
    // The page is rendered before the first of the two frames, and painted before the second.
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => (shown.value = true));
    });
  };
  useRouter().isReady().then(show, show);
  onScopeDispose(() => cancelAnimationFrame(frame));
  return readonly(shown);
}
