import { describe, expect, it } from '@jest/globals';
import { NO_PICTURES, nextPicture, queueWords, withPictures } from './picture-queue';

const [a, b, c] = ['a.png', 'b.png', 'c.png'].map((name) => ({ name }) as File) as [
  File,
  File,
  File,
];

describe('several pictures', () => {
  it('come one after the other, and say which could not be read', () => {
    const first = withPictures(NO_PICTURES, [a, b]);
    expect([first.current, queueWords(first)]).toEqual([a, 'Picture 1 of 2']);
    const second = nextPicture(first, true);
    expect([second.current, queueWords(second)]).toEqual([b, 'Picture 2 of 2']);
    const done = nextPicture(second, false);
    expect([done.current, queueWords(done)]).toEqual([null, '1 of 2 couldn’t be read: b.png']);
  });

  it('wait behind those that were brought before', () => {
    const first = withPictures(withPictures(NO_PICTURES, [a, b]), [c]);
    expect([first.current, first.waiting, first.total]).toEqual([a, [b, c], 3]);
    // Nothing waits: what comes next is meant to be seen at once.
    const alone = withPictures(NO_PICTURES, [a]);
    expect(withPictures(alone, [b])).toMatchObject({ current: b, total: 1 });
    expect(queueWords(alone)).toBe('');
  });
});
