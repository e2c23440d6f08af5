import { expect, it } from '@jest/globals';
import { ownPath } from './own-path';

it.each([
  ['/admin/review?status=pending#3', '/admin/review?status=pending#3'],
  ['/', '/'],
  ['/a/../b', '/b'],
])('should go to %s', (wanted, path) => expect(ownPath(wanted)).toBe(path));

it.each([
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  'admin',
  '',
  undefined,
  null,
  ['/admin'],
])('should not go to %p', (wanted) => expect(ownPath(wanted, '/account')).toBe('/account'));
