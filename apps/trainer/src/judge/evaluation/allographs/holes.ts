import { GLYPH_PIXELS, GLYPH_SIDE, type Glyph } from '@inkling/ink';

/** A part of the paper that ink encloses. */
export interface Hole {
  /** In pixels of the glyph. */
  readonly area: number;
  /** Its centre from the top of the glyph, in pixels. */
  readonly y: number;
}

/** Ink of at least this much closes a hole: thin lines are grey in places. */
const INK = 0.35;

/**
 * The enclosed parts of a glyph, largest first. Paper is joined by edges and ink by corners, too, so that
 * a thin diagonal line is tight.
 */
export function holesOf(glyph: Glyph): Hole[] {
  const seen = Uint8Array.from(glyph, (ink) => (ink >= INK ? 1 : 0));
  for (let at = 0; at < GLYPH_PIXELS; at++) if (isRim(at)) floodPaper(seen, at);
  const holes: Hole[] = [];
  for (let at = 0; at < GLYPH_PIXELS; at++) {
    const pixels = floodPaper(seen, at);
    if (pixels.length === 0) continue;
    const rows = pixels.map((pixel) => Math.floor(pixel / GLYPH_SIDE) + 0.5);
    holes.push({
      area: pixels.length,
      y: rows.reduce((sum, row) => sum + row, 0) / rows.length,
    });
  }
  return holes.sort((a, b) => b.area - a.area);
}

function isRim(at: number): boolean {
  const column = at % GLYPH_SIDE;
  const row = (at - column) / GLYPH_SIDE;
  return column === 0 || row === 0 || column === GLYPH_SIDE - 1 || row === GLYPH_SIDE - 1;
}

/** The paper that hangs together with a pixel and was not seen before, and marks it as seen. */
function floodPaper(seen: Uint8Array, from: number): number[] {
  if (seen[from]) return [];
  seen[from] = 1;
  const pixels = [from];
  for (let next = 0; next < pixels.length; next++) {
    const at = pixels[next]!;
    const column = at % GLYPH_SIDE;
    const neighbours = [
      column > 0 ? at - 1 : -1,
      column < GLYPH_SIDE - 1 ? at + 1 : -1,
      at - GLYPH_SIDE,
      at + GLYPH_SIDE,
    ];
    for (const neighbour of neighbours) {
      if (neighbour < 0 || neighbour >= GLYPH_PIXELS || seen[neighbour]) continue;
      seen[neighbour] = 1;
      pixels.push(neighbour);
    }
  }
  return pixels;
}
