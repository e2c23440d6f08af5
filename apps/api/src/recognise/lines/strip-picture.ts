import { STRIP_HEIGHT } from '@inkling/ink';
import { greyPngUrl } from '../../common/png.js';

/** Strips of a line as they are kept, see the table. */
export interface KeptStrips {
  readonly strips: Uint8Array;
  readonly rows: readonly { readonly width: number }[];
}

/** Rows one below the other, black on white as on paper, as the data URL of a PNG. */
export function stripPicture({ strips, rows }: KeptStrips): string {
  const width = Math.max(1, ...rows.map((row) => row.width));
  const height = STRIP_HEIGHT * Math.max(1, rows.length);
  const pixels = new Uint8Array(width * height).fill(255);
  let from = 0;
  rows.forEach((row, index) => {
    for (let y = 0; y < STRIP_HEIGHT; y++) {
      const line = pixels.subarray((index * STRIP_HEIGHT + y) * width);
      for (let x = 0; x < row.width; x++) line[x] = 255 - strips[from + y * row.width + x]!;
    }
    from += row.width * STRIP_HEIGHT;
  });
  return greyPngUrl(pixels, width, height);
}
