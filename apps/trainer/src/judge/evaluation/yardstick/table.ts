import type { AllographCount } from './allograph-suite.js';
import type { Row } from './row.js';

/** Lines of cells as a table of text: the first columns left, numbers right. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  leftColumns: number,
): string {
  const widths = head.map((cell, at) =>
    Math.max(cell.length, ...rows.map((row) => row[at]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at < leftColumns ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join(
    '\n',
  );
}

const HEAD = [
  'suite',
  'task',
  'network',
  'known',
  'n',
  'top-1',
  'top-3',
  'F1',
  'ECE',
  '90 %',
  'sure',
  'right',
  'case',
  'writers',
  'worst',
  'median',
  'best',
] as const;

/** What the columns mean, for under the table. */
export const LEGEND = `All in percent but n and writers. F1: mean of the classes. ECE: expected calibration error, 15 bins of equal
width. 90 %: right among the 90 % most certain answers. sure, right: share that is called sure (by the card's limit, and not
ambiguous), and right among those; case: of the sure ones the right letter, only a capital for a small one or the reverse. worst, median, best: accuracy of single writers with at least 10 samples. What gives no glyph counts as wrong.
known: "unseen" is honest; "same forms": other pictures of the same NIST forms were trained on.`;

/** The one table of all rows, suite by suite, the networks under one another. */
export function rowsTable(rows: readonly Row[]): string {
  const cells = grouped(rows).map(({ suite, task, model, known, figures, writers }) => [
    suite,
    task,
    model,
    known,
    String(figures.samples),
    percent(figures.top1),
    percent(figures.top3),
    percent(figures.macroF1),
    percent(figures.calibrationError),
    percent(figures.mostCertainRight),
    percent(figures.sureShare),
    percent(figures.sureRight),
    percent(figures.sureOtherCase),
    ...(writers
      ? [String(writers.writers), ...[writers.worst, writers.median, writers.best].map(percent)]
      : ['', '', '', '']),
  ]);
  return textTable(HEAD, cells, 4);
}

/** Rows of one suite and task side by side, in the order of their first. */
function grouped(rows: readonly Row[]): Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.suite}\n${row.task}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flat();
}

export function countsTable(counts: readonly AllographCount[]): string {
  const parts = [...new Set(counts.map(({ part }) => part))];
  const kinds = [...new Set(counts.map(({ label, name }) => `${label} ${name}`))];
  const cell = (kind: string, part: string) => {
    const found = counts.find((one) => `${one.label} ${one.name}` === kind && one.part === part);
    return found ? `${found.samples} of ${found.of}, ${found.writers} writers` : '';
  };
  return textTable(
    ['way of writing', ...parts],
    kinds.map((kind) => [kind, ...parts.map((part) => cell(kind, part))]),
    1 + parts.length,
  );
}

/** Figures of each class of the rows that have them. */
export function classesTable(rows: readonly Row[]): string {
  const cells = rows.flatMap(({ suite, task, model, figures }) =>
    (figures.perClass ?? []).map(({ label, support, precision, recall, f1 }) => [
      suite,
      task,
      model,
      label,
      String(support),
      ...[precision, recall, f1].map(percent),
    ]),
  );
  const head = ['suite', 'task', 'network', 'class', 'n', 'precision', 'recall', 'F1'];
  return textTable(head, cells, 4);
}

const percent = (share: number) => (share * 100).toFixed(2);
