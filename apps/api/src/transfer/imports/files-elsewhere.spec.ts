import { describe, expect, it } from '@jest/globals';
import { FilesElsewhere } from './files-elsewhere.js';

describe('FilesElsewhere', () => {
  it('names an import until its time is over', () => {
    let now = 0;
    const elsewhere = new FilesElsewhere(() => now);
    elsewhere.add('a', 1000);
    elsewhere.add('b', 1001);
    now = 999;
    expect(elsewhere.ids()).toEqual(['a', 'b']);
    now = 1000;
    expect(elsewhere.ids()).toEqual(['b']);
    elsewhere.add('a', 1000);
    expect(elsewhere.ids()).toEqual(['b', 'a']);
  });
});
