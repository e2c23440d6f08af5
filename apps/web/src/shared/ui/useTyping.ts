import { useEventListener } from '@vueuse/core';
import { toValue, type MaybeRefOrGetter } from 'vue';

/**
 * Hands keys to an open dialog wherever in it the focus is; a key that was used goes no further.
 *
 * @param open truthy while the dialog is open
 * @param use whether the key meant something
 */
export function useTyping(
  open: MaybeRefOrGetter<unknown>,
  use: (event: KeyboardEvent) => boolean,
): void {
  useEventListener(
    () => (toValue(open) ? window : null),
    'keydown',
    (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (use(event)) event.preventDefault();
    },
  );
}
