import { describe, expect, it } from '@jest/globals';
import { addressOf, viewOf } from './address';

const WRITER = '01a200a9-2189-744b-a918-af461ba2642a';

describe('the address of the dashboard', () => {
  it('says what is not usual, and is read again as it was', () => {
    const view = {
      period: '7',
      own: {},
      network: 'digits',
      version: 3,
      writer: WRITER,
    } as const;
    expect(addressOf(view)).toEqual({
      period: '7',
      network: 'digits',
      version: '3',
      writer: WRITER,
    });
    expect(viewOf(addressOf(view))).toEqual(view);
    expect(addressOf(viewOf({}))).toEqual({});
  });

  it.each([
    ['a version without its network', { version: '3' }],
    ['a version that is none', { network: 'runes', version: 'x' }],
    ['a period and a writer of no meaning', { period: 'aeon', writer: 'me' }],
  ])('leaves out %s', (_, query) => {
    expect(viewOf(query)).toEqual(viewOf({}));
  });

  it.each(['0', '-1', '2.5', 'x', undefined])('takes %p for no version', (version) => {
    expect(viewOf({ network: 'digits', version })).toEqual(viewOf({ network: 'digits' }));
  });
});
