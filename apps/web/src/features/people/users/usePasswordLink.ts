import type { PasswordLink, User } from '@inkling/contract';
import { ref, shallowRef, watch } from 'vue';
import { useDialogForm } from '../../../shared/ui/useDialogForm';
import { createPasswordLink } from '../people-calls';
import { nameOf } from './user-words';

export interface PasswordLinkOptions {
  /** Who forgot their password; `null` while no one is shown. */
  readonly user: () => User | null;
  readonly close: () => void;
}

/** Creates a link that sets a new password: it is shown only with the name of the person that it is for. */
export function usePasswordLink({ user, close }: PasswordLinkOptions) {
  /** Stays while the dialog closes. */
  const name = ref('');
  const { busy, failure, submit, clear, leave } = useDialogForm(close);
  const made = shallowRef<PasswordLink | null>(null);

  watch(user, (now) => {
    if (!now) return;
    name.value = nameOf(now);
    clear();
    made.value = null;
  });

  async function make(): Promise<void> {
    const asked = user();
    if (!asked) return;
    await submit(async () => {
      const link = await createPasswordLink(asked.id);
      if (user()?.id === asked.id) made.value = link;
    });
  }

  return { name, made, busy, failure, make, leave };
}
