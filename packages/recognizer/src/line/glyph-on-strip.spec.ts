import { describe, expect, it } from '@jest/globals';
import { glyphToBytes, stripFromStrokes, stripsFromBytes, type Stroke } from '@inkling/ink';
import { glyphOnStrip } from './glyph-on-strip.js';

/** A 7 and a 1 beside it. */
const STROKES: Stroke[] = [
  [
    [0, 0],
    [21, 1],
    [9, 37],
  ],
  [
    [41, 0],
    [38, 36],
  ],
];

describe('glyphOnStrip', () => {
  const strip = stripFromStrokes(STROKES);
  const seven = { left: 0, right: strip.width * 0.7 };

  it('sees the same on a strip that was kept: a correction teaches what was read', () => {
    const [kept] = stripsFromBytes(glyphToBytes(strip.values), [strip.width]);
    const seen = glyphOnStrip(strip, seven)!;
    expect(seen.some((value) => value > 0.9)).toBe(true);
    expect([...glyphOnStrip(kept!, seven)!]).toEqual([...seen]);
  });

  it('sees nothing where nothing is', () => {
    const between = { left: strip.width * 0.7, right: strip.width * 0.75 };
    expect(glyphOnStrip(strip, between)).toBeUndefined();
  });
});
