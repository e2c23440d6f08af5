import { describe, expect, it } from '@jest/globals';
import { sizeWords } from '../../shared/size-words';
import { countWords, formatOfName, shareOf } from './transfer-words';

it.each([
  ['samples.jsonl', 'jsonl'],
  ['SAMPLES.NDJSON', 'jsonl'],
  ['mnist.zip', 'idx'],
  ['emnist-letters-idx.zip', 'idx'],
  ['inkling-digits.idx.zip', 'idx'],
  ['digits.zip', 'png'],
  ['custom_digits.h5', 'hdf5'],
])('formatOfName takes %s for %s', (name, format) => {
  expect(formatOfName(name)).toBe(format);
});

describe('words of an import', () => {
  const counts = { total: 1210, seen: 605, imported: 1200, duplicates: 1, refused: 2, leftOut: 7 };

  it('say what became of its rows, and nothing of what did not happen', () => {
    expect(countWords({ counts })).toBe(
      '1,200 imported · 1 duplicate excluded · 7 excluded by label · 2 refused',
    );
    const plain = { ...counts, duplicates: 0, refused: 0, leftOut: 0 };
    expect(countWords({ counts: plain })).toBe('1,200 imported');
  });

  it('say how far it is, and how large its file', () => {
    expect(shareOf({ counts })).toBe(0.5);
    expect(shareOf({ counts: { ...counts, total: null } })).toBeNull();
    expect([820, 8_200_000, 12_000_000, 1_240_000_000].map(sizeWords)).toEqual([
      ...['820\u00a0bytes', '8.2\u00a0MB', '12\u00a0MB', '1.2\u00a0GB'],
    ]);
  });
});
