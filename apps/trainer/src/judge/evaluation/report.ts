import type { Evaluation } from '@inkling/recognizer';

const percent = (share: number) => (share * 100).toFixed(2).padStart(6);

/** One line of figures. */
export function summaryLine(evaluation: Evaluation): string {
  const { dataset, task, samples, top1, top3, logLoss, calibrationError } = evaluation;
  return (
    `${`${dataset} [${task}]`.padEnd(58)} ${String(samples).padStart(6)}  ` +
    `top-1 ${percent(top1)} %  top-3 ${percent(top3)} %  ` +
    `log loss ${logLoss.toFixed(4)}  ECE ${percent(calibrationError)} %`
  );
}

/** The figures of each class, its most frequent mistakes beside them, and the confusion matrix. */
export function reportTables({ perClass, confusion, labels }: Evaluation): string {
  return [
    'class  support  precision   recall       F1   mostly misread as',
    ...perClass.map(({ label, support, precision, recall, f1 }, index) =>
      [
        label.padStart(5),
        String(support).padStart(8),
        `${percent(precision)} %`.padStart(10),
        `${percent(recall)} %`,
        `${percent(f1)} %`,
        ` ${mistakesOf(confusion[index]!, index, labels)}`,
      ].join(' '),
    ),
    '',
    'confusion matrix: a row for each right label, a column for each label read',
    confusionMatrix(confusion, labels),
  ].join('\n');
}

function mistakesOf(row: readonly number[], right: number, labels: readonly string[]): string {
  return row
    .map((count, read) => ({ count, read }))
    .filter(({ count, read }) => count > 0 && read !== right)
    .sort((a, b) => b.count - a.count || a.read - b.read)
    .slice(0, 4)
    .map(({ count, read }) => `${labels[read]} ${count}`)
    .join(', ');
}

function confusionMatrix(
  confusion: readonly (readonly number[])[],
  labels: readonly string[],
): string {
  const width = Math.max(...confusion.flat().map((count) => String(count).length)) + 1;
  const cell = (text: string) => text.padStart(width);
  return [
    `   ${labels.map(cell).join('')}`,
    // A dot for nothing: the eye should catch what is there.
    ...confusion.map(
      (row, at) =>
        `${labels[at]!.padStart(3)}${row.map((n) => cell(n === 0 ? '·' : String(n))).join('')}`,
    ),
  ].join('\n');
}
