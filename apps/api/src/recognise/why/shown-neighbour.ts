import type { PredictionResponse } from '@inkling/contract';
import type { MemoryNeighbour } from '@inkling/recognizer';
import { quickGlyphPicture } from '../../common/glyph-bytes.js';

/** A sample that had a say, as its writer may see it: other people's without their picture. */
export const shownNeighbour = (
  { sample, classIndex, similarity, own }: MemoryNeighbour,
  labels: readonly string[],
): PredictionResponse['neighbours'][number] => ({
  sampleId: sample.id,
  label: labels[classIndex]!,
  similarity: Math.min(1, Math.max(-1, similarity)),
  own,
  ...(own && { picture: quickGlyphPicture(sample.glyph) }),
});
