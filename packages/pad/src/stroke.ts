/** What a sheet is wide and high, so that ink stays where it is on the paper when its page gets another size. */
export const SHEET_SIZE = 400;

/** One movement of the pen. */
export interface SheetStroke {
  /** `[x, y, timestampMs, pressure?]` y down, the sheet being SHEET_SIZE wide. */
  readonly points: number[][];
  /** Of a pen; fingers and mice have none. */
  readonly hasPressure: boolean;
}
