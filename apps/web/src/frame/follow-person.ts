import { watch } from 'vue';
import type { Router } from 'vue-router';
import { onRefused } from '../shared/api/client';
import { useAccountStore } from '../shared/session/account-store';
import { onOtherAccount, rememberedAccount } from '../shared/session/remembered-account';
import { useSessionStore } from '../shared/session/session-store';

/** Who is at this browser may sign out in another tab, lose their session on another device, or their role by an admin. */
export function followPerson(router: Pick<Router, 'currentRoute' | 'replace'>): void {
  const account = useAccountStore();
  const session = useSessionStore();

  onRefused(() => {
    if (account.account === null) return;
    session.forget();
    account.load().catch(() => undefined);
  });

  watch(
    () => account.standing,
    () => {
      const { matched, path, query, hash } = router.currentRoute.value;
      const mayStay = matched.every(
        ({ meta }) => meta.needs === undefined || account.may(meta.needs),
      );
      // Its guard says what is needed.
      if (!mayStay) void router.replace({ path, query, hash, force: true });
    },
  );

  onOtherAccount(() => {
    const [here, now] = [account.account, rememberedAccount()];
    if (here?.id === now?.id) return;
    // A guest who signs in takes along what is on this page; of everybody else nothing stays on it.
    if (here === null || (here.isGuest && now !== null))
      void session.arrive().catch(() => undefined);
    else session.startOver();
  });
}
