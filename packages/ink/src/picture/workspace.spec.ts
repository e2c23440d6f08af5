import { afterEach, describe, expect, it } from '@jest/globals';
import { readInks } from '../testing/fixtures.js';
import { pictureOfInk } from '../testing/scenes/index.js';
import { glyphFromPicture } from './glyph-from-picture.js';
import { bytes, doubles, floats, ints, inWorkspace, zeroCounts } from './workspace.js';

const KINDS = [bytes, ints, zeroCounts, floats, doubles] as const;

/** The memory that the first array of a workspace lies in. */
const memoryOf = () => inWorkspace(() => bytes(1).buffer);

describe('inWorkspace', () => {
  afterEach(() => void inWorkspace(() => bytes(5_000_000).fill(77)));

  it.each(KINDS)('hands out noughts, whatever was there before', (take) => {
    inWorkspace(() => bytes(100_000).fill(255));
    const taken = inWorkspace(() => Array.from(take(1001)));
    expect(taken).toEqual(Array(1001).fill(0));
  });

  it('gives every array a place of its own, until all are given back', () => {
    inWorkspace(() => {
      const taken = KINDS.map((take) => take(3).fill(1));
      const inner = inWorkspace(() => bytes(64).fill(9).byteOffset);
      const after = bytes(64);
      expect(after.byteOffset).toBe(inner);
      for (const [at, array] of taken.entries()) array.fill(at);
      expect(taken.map((array) => Array.from(array))).toEqual(KINDS.map((_, at) => [at, at, at]));
    });
  });

  it('gives back what was taken before something went wrong', () => {
    const place = () => inWorkspace(() => bytes(8).byteOffset);
    const before = place();
    const fail = () =>
      inWorkspace(() => {
        bytes(1000);
        throw new Error('no character');
      });
    expect(fail).toThrow('no character');
    expect(place()).toBe(before);
  });

  it('never hands out more than it has, nor anything outside of it', () => {
    const memory = memoryOf();
    expect(bytes(8).buffer).not.toBe(memory);
    inWorkspace(() => {
      expect(bytes(8).buffer).toBe(memory);
      expect(bytes(memory.byteLength).buffer).not.toBe(memory);
    });
  });

  it('holds nothing of a result: another picture changes none of it', () => {
    const [one, other] = readInks();
    const read = (strokes: NonNullable<typeof one>['strokes']) =>
      glyphFromPicture(pictureOfInk(strokes, 'photo, shadow', 3), { explain: true });
    const { glyph, steps } = read(one!.strokes);
    const copies = [glyph, ...steps!.map(({ pixels }) => pixels)].map((each) => Array.from(each));
    read(other!.strokes);
    expect([glyph, ...steps!.map(({ pixels }) => pixels)].map((each) => Array.from(each))).toEqual(
      copies,
    );
  });
});
