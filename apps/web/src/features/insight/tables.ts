import type {
  Classes,
  ConfusionPair,
  Confusions,
  Latency,
  LineFigures,
  LineRow,
  MemoryFigures,
  Reliability,
} from '@inkling/contract';
import { count, finePercent, milliseconds, NETWORK_NAMES, stepName } from './insight-words';

const words = (...names: string[]) => names.map((name) => ({ name }));
const numbers = (...names: string[]) => names.map((name) => ({ name, numeric: true }));

export const CONFUSION_COLUMNS = [
  ...words('Network', 'True label', 'Answer'),
  ...numbers('Times', 'Of all'),
];
export const pairCells = (pairs: readonly ConfusionPair[]): string[][] =>
  pairs.map(({ network, truth, answered, ...pair }) => [
    ...[NETWORK_NAMES[network], truth, answered],
    ...[count(pair.count), finePercent(pair.ofTruth)],
  ]);
export const confusionCells = ({ pairs }: Confusions): string[][] => pairCells(pairs);

export const RELIABILITY_COLUMNS = [
  ...words('Confidence'),
  ...numbers('Drawings', 'Correct', 'Mean confidence', 'Accuracy'),
];
export const reliabilityCells = ({ bins }: Reliability): string[][] =>
  bins.map(({ from, to, right, confidence, accuracy, ...bin }) => [
    `${Math.round(from * 100)}–${Math.round(to * 100)}%`,
    ...[count(bin.count), count(right), finePercent(confidence), finePercent(accuracy)],
  ]);

export const MEMORY_COLUMNS = [
  ...words('From'),
  ...numbers('Drawings', 'By memory', 'Labelled', 'Correct'),
];
export const memoryCells = ({ rows, period }: MemoryFigures): string[][] =>
  rows.map(({ start, predictions, byMemory, said, stood }) => [
    stepName(start, period.bucket),
    ...[predictions, byMemory, said, stood].map(count),
  ]);

export const CLASS_COLUMNS = [
  ...words('Network', 'Label'),
  ...numbers('Answered', 'Support', 'Correct', 'Precision', 'Recall', 'F1'),
];
export const classCells = ({ rows }: Classes): string[][] =>
  rows.map(({ network, label, answered, support, right, precision, recall, f1 }) => [
    ...[NETWORK_NAMES[network], label, ...[answered, support, right].map(count)],
    ...[precision, recall, f1].map(finePercent),
  ]);

export const LATENCY_COLUMNS = [
  ...words('From', 'Network'),
  ...numbers('Drawings', 'Median', 'p95', 'p99'),
];
export const latencyCells = ({ rows, period }: Latency): string[][] =>
  rows.map(({ start, network, predictions, p50, p95, p99 }) => [
    ...[stepName(start, period.bucket), NETWORK_NAMES[network], count(predictions)],
    ...[p50, p95, p99].map(milliseconds),
  ]);

const stepCells = (
  { rows, period }: LineFigures,
  cells: (row: LineRow) => readonly string[],
): string[][] => rows.map((row) => [stepName(row.start, period.bucket), ...cells(row)]);

export const LINES_READ_COLUMNS = [...words('From'), ...numbers('Lines', 'Certain', 'Share')];
export const linesReadCells = (figures: LineFigures): string[][] =>
  stepCells(figures, ({ lines, certain }) => [
    ...[count(lines), count(certain), finePercent(certain / lines)],
  ]);

export const LABELLED_LINES_COLUMNS = [
  ...words('From'),
  ...numbers('Labelled', 'Corrected', 'Confirmed'),
];
export const labelledLinesCells = (figures: LineFigures): string[][] =>
  stepCells(figures, ({ said, corrected }) => [said, corrected, said - corrected].map(count));

export const ERROR_RATE_COLUMNS = [
  ...words('From'),
  ...numbers('Corrected', 'Characters', 'Edits', 'Error rate'),
];
export const errorRateCells = (figures: LineFigures): string[][] =>
  stepCells(figures, ({ corrected, characters, edits }) => [
    ...[corrected, characters, edits].map(count),
    finePercent(characters === 0 ? null : edits / characters),
  ]);

export const LINE_PAIR_COLUMNS = [
  ...words('True character', 'Answer'),
  ...numbers('Times', 'Of all'),
];
export const linePairCells = ({ pairs }: LineFigures): string[][] =>
  pairs.map(({ truth, answered, ofTruth, ...pair }) => [
    ...[truth || 'none', answered || 'none', count(pair.count), finePercent(ofTruth)],
  ]);
