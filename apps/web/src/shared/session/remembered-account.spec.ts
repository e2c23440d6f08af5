import { beforeEach, describe, expect, it } from '@jest/globals';
import { pretendBrowser } from '../testing/browser';
import { rememberAccount, rememberedAccount } from './remembered-account';

const ada = {
  id: 'a',
  name: 'Ada',
  email: 'ada@example.org',
  isGuest: false,
  role: 'reviewer',
} as const;

describe('remembered account', () => {
  beforeEach(() => void pretendBrowser());

  it('should be who was here last, without their email address', () => {
    expect(rememberedAccount()).toBeNull();
    rememberAccount(ada);
    expect(rememberedAccount()).toEqual({ ...ada, email: '' });
    expect(localStorage.getItem('inkling-account')).not.toContain('example');
    rememberAccount(null);
    expect(rememberedAccount()).toBeNull();
  });

  it('should be nobody where what is kept is no account', () => {
    for (const text of ['', '{', 'null', '{}', JSON.stringify({ ...ada, role: 'king' })]) {
      localStorage.setItem('inkling-account', text);
      expect(rememberedAccount()).toBeNull();
    }
  });
});
