import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { effectScope, shallowRef } from 'vue';
import type { Router } from 'vue-router';
import { api, dataOf } from '../shared/api/client';
import { useAccountStore } from '../shared/session/account-store';
import { rememberAccount } from '../shared/session/remembered-account';
import { useSessionStore } from '../shared/session/session-store';
import { pretendBrowser, pretendServer } from '../shared/testing/browser';
import { followPerson } from './follow-person';

const ada = { id: 'ada', name: 'Ada', email: 'ada@example.org', role: 'admin' };
const guest = { id: 'guest', name: 'Guest', email: 'g@example.org', isAnonymous: true };

describe('followPerson', () => {
  let here: typeof ada | typeof guest | null;
  let page: EventTarget;
  const replace = jest.fn<Router['replace']>();
  const assign = jest.fn();
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

  beforeEach(async () => {
    setActivePinia(createPinia());
    page = pretendBrowser();
    Object.assign(globalThis.location, { assign });
    assign.mockClear();
    replace.mockClear();
    pretendServer({
      'GET /api/auth/get-session': () => ({ status: 200, body: here && { user: here } }),
      'GET /api/users': () => ({
        status: 401,
        body: {
          ...{ status: 401, code: 'sign_in_first' },
          detail: 'This needs an admin: sign in with POST /api/auth/sign-in/email.',
        },
      }),
    });
    const route = { matched: [{ meta: { needs: 'users:manage' } }], path: '/admin/users' };
    const currentRoute = shallowRef(route) as unknown as Router['currentRoute'];
    effectScope().run(() => followPerson({ currentRoute, replace }));
  });

  async function begin(who: typeof here): Promise<void> {
    here = who;
    await useAccountStore().load();
    await settled();
    replace.mockClear();
  }

  /** Another tab has somebody else. */
  async function becomes(who: typeof here): Promise<void> {
    here = who;
    rememberAccount(who && { ...who, role: 'admin' as const, isGuest: 'isAnonymous' in who });
    page.dispatchEvent(Object.assign(new Event('storage'), { key: 'inkling-account' }));
    await settled();
  }

  it('notices a session that ended elsewhere, says so, and leaves a page for those who may see it', async () => {
    await begin(ada);
    here = null;
    const refused = dataOf(api.GET('/api/users'));
    await expect(refused).rejects.toThrow('You are signed out. Sign in and try again.');
    await settled();
    expect(useAccountStore().account).toBeNull();
    expect(replace).toHaveBeenCalledWith(
      expect.objectContaining({ path: '/admin/users', force: true }),
    );
  });

  it('leaves nothing of a person who signed out in another tab', async () => {
    await begin(ada);
    const departed = jest.fn();
    useSessionStore().onDepart(departed);
    await becomes(ada);
    expect(assign).not.toHaveBeenCalled();
    await becomes(null);
    expect(assign).toHaveBeenCalledWith('/');
    // The tab that they signed out in has seen to the rest; a session that ended loses nothing.
    expect(departed).not.toHaveBeenCalled();
  });

  it('takes along what a guest has here who signs in in another tab', async () => {
    await begin(guest);
    const arrived = jest.fn();
    useSessionStore().onArrive(arrived);
    await becomes(ada);
    expect([arrived.mock.calls.length, assign.mock.calls.length]).toEqual([1, 0]);
    expect(useAccountStore().account?.id).toBe('ada');
  });
});
