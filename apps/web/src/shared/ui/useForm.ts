import { messageOf } from '@inkling/contract';
import { nextTick, ref, shallowRef, useTemplateRef } from 'vue';
import { ServerProblem } from '../api/errors';

/**
 * Sends a form: one at a time, with what was wrong beside the fields, or above them where it is none's.
 * Give the `<form>` the ref `form`: the first field that is wrong gets the focus.
 */
export function useForm() {
  const busy = ref(false);
  /** What no field is to blame for. */
  const failure = ref('');
  /** Code of the refusal, for pages that know more to say. */
  const code = ref('');
  /** By pointer, such as `/email`. */
  const errors = shallowRef<Readonly<Record<string, string>>>({});
  const form = useTemplateRef<HTMLFormElement>('form');

  /** @returns whether it went well */
  async function submit(work: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    clear();
    try {
      await work();
      return true;
    } catch (error) {
      await show(error);
      return false;
    } finally {
      busy.value = false;
    }
  }

  /** For what is wrong before anything is sent. */
  async function refuse(pointer: string, detail: string): Promise<void> {
    clear();
    errors.value = { [pointer]: detail };
    await focusFirst();
  }

  function clear(): void {
    failure.value = '';
    code.value = '';
    errors.value = {};
  }

  async function show(error: unknown): Promise<void> {
    if (error instanceof ServerProblem) {
      code.value = error.code;
      errors.value = Object.fromEntries(error.errors.map((one) => [one.pointer, one.detail]));
      if (error.errors.length > 0 && (await focusFirst())) return;
    }
    failure.value = messageOf(error);
  }

  /** @returns whether a field shows what is wrong */
  async function focusFirst(): Promise<boolean> {
    await nextTick();
    const field = form.value?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    return field instanceof HTMLElement;
  }

  return { busy, failure, code, errors, submit, refuse, clear };
}
