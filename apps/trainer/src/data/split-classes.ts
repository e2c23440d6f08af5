import { filterGlyphs, type LabelledGlyphs } from './glyph-sets.js';

/** Which rows of a set are of a network's own classes, and which of symbols behind them. */
export function splitClasses(
  set: LabelledGlyphs,
  ownClasses: number,
): { readonly own: LabelledGlyphs; readonly symbols: LabelledGlyphs; readonly ownRows: number[] } {
  const isOwn = (label: number) => label < ownClasses;
  return {
    own: filterGlyphs(set, isOwn),
    symbols: filterGlyphs(set, (label) => !isOwn(label)),
    ownRows: Array.from(set.labels.keys()).filter((row) => isOwn(set.labels[row]!)),
  };
}
