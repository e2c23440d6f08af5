import { defineStore } from 'pinia';
import { onScopeDispose, ref, shallowRef, type Component } from 'vue';

/** The one help dialog. A page with keys of its own puts its own there, see `useHelp`. */
export const useHelpStore = defineStore('help', () => {
  const open = ref(false);
  const ownDialog = shallowRef<Component | null>(null);

  function show(): void {
    open.value = true;
  }

  return { open, ownDialog, show };
});

/** As long as this page is shown, help means this dialog (with `v-model:open`). @returns opens it */
export function useHelp(dialog: Component): () => void {
  const help = useHelpStore();
  help.ownDialog = dialog;
  onScopeDispose(() => {
    if (help.ownDialog === dialog) help.ownDialog = null;
  });
  return help.show;
}
