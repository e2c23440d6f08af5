import { readFileSync } from 'node:fs';
import { glyphFromStrokes } from '@inkling/ink';
import { classOfLabel } from '@inkling/recognizer';

const unipen = JSON.parse(
  readFileSync(new URL('../../../fixtures/unipen.json', import.meta.url), 'utf8'),
);

const bytesOf = (glyph) => Buffer.from(glyph.map((value) => Math.round(value * 255)));

/** Real pen drawings with the picture that a network saw of them: rows as wide as in life. */
export const seedDrawings = unipen.map(({ label, strokes }, index) => ({
  index,
  label: classOfLabel('characters', label),
  ink: JSON.stringify({ strokes }),
  glyph: bytesOf(glyphFromStrokes(strokes).glyph),
}));

export const drawingsByLabel = new Map();
for (const drawing of seedDrawings) {
  drawingsByLabel.set(drawing.label, [...(drawingsByLabel.get(drawing.label) ?? []), drawing]);
}
