import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { withoutTokenSpaces } from './unipen-lines.js';

describe('withoutTokenSpaces', () => {
  it.each([
    ['dog !', 'dog!'],
    ['0 6 4 0', '0640'],
    ['03 / 27 / 1993', '03/27/1993'],
    ['$ 78,787', '$78,787'],
    ['To be or not to be ;', 'To be or not to be;'],
    ['a quick  brown fox', 'a quick brown fox'],
  ])('reads %s as %s', (text, wanted) => {
    expect(withoutTokenSpaces(text)).toBe(wanted);
  });
});

describe('models/unipen-lines-split.json', () => {
  it('keeps groups apart, and groups that share writers together', () => {
    const path = new URL('../../../../models/unipen-lines-split.json', import.meta.url);
    const split = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string[]>;
    const { unseenGroups, validationGroups, gateGroups, uncertainGroups } = split;
    const all = [unseenGroups!, validationGroups!, gateGroups!, uncertainGroups!].flat();
    expect(new Set(all).size).toBe(all.length);
    expect(unseenGroups).toEqual(
      expect.arrayContaining(['apa', 'apb', 'apc', 'apd', 'ape', 'app']),
    );
    // Whoever is unseen as a writer of single characters is unseen as a writer of lines.
    const characters = JSON.parse(
      readFileSync(new URL('unipen-split.json', path), 'utf8'),
    ) as Record<string, string[]>;
    expect(unseenGroups).toEqual(expect.arrayContaining(characters['unseenGroups']!));
  });
});
