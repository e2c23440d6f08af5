/**
 * Prints rows as a Markdown table.
 *
 * @param {readonly (readonly [string, (row: any) => string])[]} columns
 * @param {readonly any[]} rows
 */
export function printTable(columns, rows) {
  const lines = [
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, text]) => text(row))),
  ];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    console.log(`| ${line.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`);
    if (line === lines[0])
      console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  }
}
