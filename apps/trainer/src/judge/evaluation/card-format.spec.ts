import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCard } from './card-format.js';

describe('formatCard', () => {
  it('says the same as JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(formatCard(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out what is undefined', () => {
    expect(formatCard({ a: 1, b: undefined })).toBe('{ "a": 1 }');
    expect(formatCard({ b: undefined })).toBe('{}');
  });

  it('keeps a row of numbers on one line, and breaks what is too long otherwise', () => {
    const row = Array.from({ length: 60 }, (_, at) => at);
    const lines = formatCard({ confusion: [row, row], name: 'x' }).split('\n');
    expect(lines).toEqual([
      '{',
      '  "confusion": [',
      `    [${row.join(', ')}],`,
      `    [${row.join(', ')}]`,
      '  ],',
      '  "name": "x"',
      '}',
    ]);
  });
});
