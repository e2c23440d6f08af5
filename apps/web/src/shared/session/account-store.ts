import { isAllowed, type Permission, type Standing } from '@inkling/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { ServerAway } from '../api/errors';
import { rememberAccount, rememberedAccount } from './remembered-account';
import { getAccount, signOut, type Account } from './session-calls';

/**
 * Who is at this browser, and what they may do. The server judges every call anew. While it can't be asked, it is who was
 * here last: shown, and named in what waits to be sent.
 */
export const useAccountStore = defineStore('account', () => {
  const account = shallowRef<Account | null>(null);
  let known: Promise<void> | undefined;

  const standing = computed<Standing>(() => {
    if (!account.value) return 'visitor';
    return account.value.isGuest ? 'guest' : account.value.role;
  });
  const may = (permission: Permission): boolean => isAllowed(standing.value, permission);

  /** Asks the server once. */
  function load(): Promise<void> {
    known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  /** Asks again, after signing in or when a call was refused. */
  function refresh(): Promise<void> {
    forget();
    return load();
  }

  /** The next `load` asks again. */
  function forget(): void {
    known = undefined;
  }

  async function ask(): Promise<void> {
    try {
      account.value = await getAccount();
      rememberAccount(account.value);
    } catch (error) {
      if (error instanceof ServerAway) account.value ??= rememberedAccount();
      throw error;
    }
  }

  /** Ends the session; whatever was drawn here stays with the account. */
  async function leave(): Promise<void> {
    await signOut();
    account.value = null;
    rememberAccount(null);
  }

  return { account, standing, may, load, refresh, forget, leave };
});
