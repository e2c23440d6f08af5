import { useForm } from './useForm';

/**
 * A form in a dialog, which stays until the answer is there: shown later, that would seem to be about what is asked
 * next, and what is shown once would be lost. `leave` is for every way out; `:dismissible="!busy"` keeps the focus where
 * it is meanwhile.
 */
export function useDialogForm(close: () => void) {
  const form = useForm();

  function leave(): void {
    if (!form.busy.value) close();
  }

  return { ...form, leave };
}
