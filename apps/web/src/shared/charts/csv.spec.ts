import { expect, it } from '@jest/globals';
import { toCsv } from './csv';

it('should quote what would break a row, and keep texts from being formulas', () => {
  expect(
    toCsv(
      ['epoch', 'a "name"'],
      [
        [1, 'x, y'],
        [0.5, '=1+1'],
        [-2, null],
      ],
    ),
  ).toBe('epoch,"a ""name"""\r\n1,"x, y"\r\n0.5,\'=1+1\r\n-2,\r\n');
});
