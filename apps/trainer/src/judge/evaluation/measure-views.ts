import {
  labelsOfNetwork,
  measure,
  type Evaluation,
  type Network,
  type Task,
} from '@inkling/recognizer';
import {
  allowedClasses,
  filterReading,
  logProbabilitiesOf,
  type Reading,
} from '../../onnx/reading.js';

/** One evaluation of a set: which rows, and which labels may answer. */
export interface View {
  readonly dataset: string;
  readonly task: Task;
  readonly keep: (row: number) => boolean;
  /** Figures alone, without the tables. */
  readonly short: boolean;
}

/**
 * The figures of each view that has glyphs, as cards hold them.
 *
 * @param ofVersion labels of its card, where a training may have given symbols classes
 */
export function measureViews(
  network: Network,
  temperature: number,
  reading: Reading,
  views: readonly View[],
  ofVersion: readonly string[] = labelsOfNetwork(network),
): Evaluation[] {
  return views.flatMap((view) => {
    const { labels, ...rows } = filterReading(reading, view.keep);
    if (rows.count === 0) return [];
    const allowed = allowedClasses(network, view.task, ofVersion);
    const logProbabilities = logProbabilitiesOf(rows, temperature, allowed);
    const full = measure(view, { logProbabilities, labels }, ofVersion);
    return [rounded(view.short ? withoutTables(full) : full)];
  });
}

const withoutTables = (evaluation: Evaluation): Evaluation => ({
  ...evaluation,
  perClass: [],
  confusion: [],
  labels: [],
});

/** Six decimals are more than any data set can tell, and keep the card short. */
function rounded(evaluation: Evaluation): Evaluation {
  const round = (value: number) => Math.round(value * 1e6) / 1e6;
  const { top1, top3, logLoss, calibrationError, perClass } = evaluation;
  return {
    ...evaluation,
    top1: round(top1),
    top3: round(top3),
    logLoss: round(logLoss),
    calibrationError: round(calibrationError),
    perClass: perClass.map(({ label, support, precision, recall, f1 }) => ({
      label,
      support,
      precision: round(precision),
      recall: round(recall),
      f1: round(f1),
    })),
  };
}
