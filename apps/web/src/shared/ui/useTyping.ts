import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue';

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
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    if (use(event)) event.preventDefault();
  };
  const stop = (): void => window.removeEventListener('keydown', press);
  watch(
    () => Boolean(toValue(open)),
    (isOpen) => (isOpen ? window.addEventListener('keydown', press) : stop()),
    { immediate: true },
  );
  onScopeDispose(stop);
}
