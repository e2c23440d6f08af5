import { expect, it } from '@jest/globals';
import { glyphFromBytes, glyphsFromBytes, glyphToBytes } from './glyph-bytes.js';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

it('loses nothing of a glyph', () => {
  expect(glyphToBytes(glyphFromBytes(ALL_BYTES))).toEqual(ALL_BYTES);
  expect(glyphFromBytes(Uint8Array.of(0, 51, 255))).toEqual(Float32Array.of(0, 0.2, 1));
});

it('puts several glyphs in a row', () => {
  const glyphs = [Uint8Array.of(0, 255), Uint8Array.of(255, 0)];
  expect(glyphsFromBytes(glyphs)).toEqual(Float32Array.of(0, 1, 1, 0));
  expect(glyphsFromBytes([])).toHaveLength(0);
});
