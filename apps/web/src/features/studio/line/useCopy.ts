import { useTimeoutFn } from '@vueuse/core';
import { ref, type ShallowRef } from 'vue';

const SAID_MS = 3000;

/** Copies text; where the browser refuses (plain http), the field is selected for its writer to copy. */
export function useCopy(field: Readonly<ShallowRef<HTMLTextAreaElement | null>>) {
  const copied = ref('');
  const fade = useTimeoutFn(() => (copied.value = ''), SAID_MS, { immediate: false });

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      copied.value = 'Copied.';
    } catch {
      field.value?.select();
      copied.value = 'Selected: copy it with your keyboard or a long press.';
    }
    fade.start();
  }

  return { copied, copy };
}
