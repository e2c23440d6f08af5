import { ROLES } from '@inkling/contract';
import { recall, remember } from '../storage';
import type { Account } from './session-calls';

const KEY = 'inkling-account';

/** Who was here last; not their email address. */
export function rememberedAccount(): Account | null {
  try {
    const { id, name, isGuest, role } = JSON.parse(recall(localStorage, KEY) ?? 'null') as Account;
    const isAccount =
      [id, name].every((text) => typeof text === 'string') &&
      typeof isGuest === 'boolean' &&
      ROLES.includes(role);
    return isAccount ? { id, name, email: '', isGuest, role } : null;
  } catch {
    return null;
  }
}

/** Calls back when another tab of this browser has somebody else, or nobody any more. */
export function onOtherAccount(listener: () => void): void {
  addEventListener('storage', ({ key }) => key === KEY && listener());
}

/** @param account `null` for nobody: what was remembered is forgotten */
export function rememberAccount(account: Account | null): void {
  const { id, name, isGuest, role } = account ?? {};
  remember(localStorage, KEY, account && JSON.stringify({ id, name, isGuest, role }));
}
