/** One movement of the pen. */
export interface SheetStroke {
  /** `[x, y, timestampMs, pressure?]` in CSS pixels of the sheet, y down. */
  readonly points: number[][];
  /** Of a pen; fingers and mice have none. */
  readonly hasPressure: boolean;
}
