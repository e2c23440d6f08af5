import { GLYPH_SIDE } from '@inkling/ink';

/** Fainter pixels are not counted as ink. */
const INK_FROM = 0.25;

/** Where a glyph has ink; `right` is below `left` where it has none. */
export interface InkBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** The last row with ink. */
  readonly bottom: number;
}

export function inkBox(glyph: Float32Array): InkBox {
  const box = { left: GLYPH_SIDE, right: 0, top: GLYPH_SIDE, bottom: 0 };
  glyph.forEach((value, at) => {
    if (value < INK_FROM) return;
    const [column, row] = [at % GLYPH_SIDE, Math.floor(at / GLYPH_SIDE)];
    box.top = Math.min(box.top, row);
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column + 1);
    box.bottom = Math.max(box.bottom, row);
  });
  return box;
}
