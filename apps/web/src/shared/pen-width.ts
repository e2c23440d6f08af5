/** Widths of the pen in sheet units; the sheet is 480 wide and high. */
export const PEN_WIDTHS = { least: 6, most: 36, usual: 16 };

/** Where the width is kept. */
export const PEN_WIDTH_KEY = 'inkling-pen-width';

/** A width as it was kept; `undefined` for what is none. */
export function penWidthOf(kept: string): number | undefined {
  const width = Number(kept);
  return width >= PEN_WIDTHS.least && width <= PEN_WIDTHS.most ? width : undefined;
}
