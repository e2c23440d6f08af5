import { describe, expect, it } from '@jest/globals';
import { textOfBestPath } from './best-path.js';

describe('textOfBestPath', () => {
  it('takes repeats for one and blanks for a break', () => {
    const [a, b, blank] = [0, 1, 2];
    expect(textOfBestPath([blank, a, a, blank, a, b, b, blank], ['a', 'b'])).toBe('aab');
    expect(textOfBestPath([blank, blank], ['a', 'b'])).toBe('');
  });
});
