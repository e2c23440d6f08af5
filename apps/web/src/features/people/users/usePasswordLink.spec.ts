import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { User } from '@inkling/contract';
import { effectScope, nextTick, shallowRef } from 'vue';
import { pretendBrowser, pretendServer } from '../../../shared/testing/browser';
import { usePasswordLink } from './usePasswordLink';

const person = (id: string): User => ({ id, name: id, email: `${id}@example.org` }) as User;
const link = { link: 'http://page/reset', expiresAt: '2026-01-02T00:00:00Z' };

describe('usePasswordLink', () => {
  const user = shallowRef<User | null>(null);
  const close = jest.fn();
  let answer = (): void => undefined;
  let dialog: ReturnType<typeof usePasswordLink>;

  beforeEach(async () => {
    // `useForm` looks for its form, which is a component's.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    pretendBrowser();
    const answered = new Promise<void>((resolve) => (answer = resolve));
    pretendServer({
      'POST /api/users/ada/password-link': async () => {
        await answered;
        return { status: 201, body: link };
      },
    });
    close.mockClear();
    user.value = null;
    dialog = effectScope().run(() => usePasswordLink({ user: () => user.value, close }))!;
    user.value = person('ada');
    await nextTick();
  });

  it('stays open until the link is there', async () => {
    const made = dialog.make();
    await nextTick();
    dialog.leave();
    expect(close).not.toHaveBeenCalled();
    answer();
    await made;
    expect([dialog.name.value, dialog.made.value]).toEqual(['ada', link]);
    dialog.leave();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('shows nobody the link that is for somebody else', async () => {
    const made = dialog.make();
    await nextTick();
    user.value = person('bob');
    await nextTick();
    answer();
    await made;
    expect([dialog.name.value, dialog.made.value]).toEqual(['bob', null]);
  });
});
