import { describe, expect, it } from '@jest/globals';
import { isPassing } from './is-passing.js';

const withCode = (code: string) => Object.assign(new Error('failed'), { code });

describe('isPassing', () => {
  it.each(['57P01', '08006', '40P01', '40001', 'ECONNREFUSED', 'ENOSPC', 'P2028'])(
    'tries again after %s',
    (code) => {
      expect(isPassing(withCode(code))).toBe(true);
    },
  );

  it.each(['22021', '23502', 'ERR_INVALID_ARG_TYPE'])('does not after %s', (code) => {
    expect(isPassing(withCode(code))).toBe(false);
  });

  it('does not after what has no code', () => {
    expect([new TypeError('x is undefined'), undefined, null, 'no'].map(isPassing)).toEqual([
      ...[false, false, false, false],
    ]);
  });
});
