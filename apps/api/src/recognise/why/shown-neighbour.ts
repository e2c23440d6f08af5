import type { PredictionResponse } from '@inkling/contract';
import type { MemoryNeighbour } from '@inkling/recognizer';
import { quickGlyphPicture } from '../../common/glyph-bytes.js';

/** A sample that had a say, as who asks may see it: other people's without their picture. @param showsOwn what the writer drew */
export const shownNeighbour = (
  { sample, classIndex, similarity, own }: MemoryNeighbour,
  labels: readonly string[],
  showsOwn: boolean,
): PredictionResponse['neighbours'][number] => ({
  sampleId: sample.id,
  label: labels[classIndex]!,
  similarity: Math.min(1, Math.max(-1, similarity)),
  own,
  ...(own && showsOwn && { picture: quickGlyphPicture(sample.glyph) }),
});
