import { expect, it } from '@jest/globals';
import { browserName, providerFailure, whyClosed } from './entry-words';

it('should say what went wrong with a provider in words of its own', () => {
  expect(providerFailure('invitation_needed')).toContain('Ask an admin');
  expect(providerFailure('<b>anything</b>')).toBe('Sign-in with the provider failed. Try again.');
  expect(providerFailure(undefined)).toBe('');
});

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['curl/8.0', 'curl'],
  ['python-requests/2', 'A program'],
  [null, 'Unknown browser'],
])('should name %p', (agent, name) => expect(browserName(agent)).toBe(name));

it('says why nobody can sign up without a link', () => {
  expect(whyClosed('open')).toBe('');
  expect(whyClosed('closed')).toBe('Sign-up is closed. Ask an admin.');
  expect(whyClosed('invitation')).toBe(
    'You need an invitation to create an account. Ask an admin.',
  );
});
