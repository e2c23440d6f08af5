export type Cell = string | number | null;

/** A table of figures, to be sent as CSV. */
export interface Table {
  /** Without suffix. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const LINE_END = '\r\n';

/** RFC 4180, with a header. Text that a spreadsheet would run as a formula is marked as text. */
export const toCsv = ({ columns, rows }: Table): string =>
  [columns, ...rows].map((row) => row.map(cell).join(',') + LINE_END).join('');

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
