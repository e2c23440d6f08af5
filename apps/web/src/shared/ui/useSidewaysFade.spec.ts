import { expect, it } from '@jest/globals';
import { hiddenEnds } from './useSidewaysFade';

it('knows at which ends more of a row is out of sight', () => {
  const row = { scrollWidth: 500, clientWidth: 300 };
  expect(hiddenEnds({ ...row, scrollLeft: 0 })).toEqual({ start: false, end: true });
  expect(hiddenEnds({ ...row, scrollLeft: 80 })).toEqual({ start: true, end: true });
  expect(hiddenEnds({ ...row, scrollLeft: 199.5 })).toEqual({ start: true, end: false });
  const whole = { scrollWidth: 300, clientWidth: 300, scrollLeft: 0 };
  expect(hiddenEnds(whole)).toEqual({ start: false, end: false });
});
