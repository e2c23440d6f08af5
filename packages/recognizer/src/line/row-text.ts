/** What a row may say. */
export interface RowText {
  readonly text: string;
  /** That the row says just that, given that it says something that may be answered. */
  readonly probability: number;
}
