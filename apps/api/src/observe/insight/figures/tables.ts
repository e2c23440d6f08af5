import type {
  Activity,
  Classes,
  Confusions,
  Latency,
  LineFigures,
  MemoryFigures,
  Reliability,
} from '@inkling/contract';
import type { Table } from './csv.js';

export const activityTable = ({ rows }: Activity): Table => ({
  name: 'activity',
  columns: ['start', 'network', 'version', 'predictions', 'said', 'corrected', 'correction rate'],
  rows: rows.map(({ start, network, version, predictions, said, corrected }) => [
    ...[start, network, version, predictions, said, corrected],
    predictions === 0 ? null : corrected / predictions,
  ]),
});

export const confusionsTable = ({ pairs }: Confusions): Table => ({
  name: 'confusions',
  columns: ['network', 'read as', 'is', 'count', 'share of this label'],
  rows: pairs.map(({ network, answered, truth, count, ofTruth }) => [
    ...[network, answered, truth, count, ofTruth],
  ]),
});

export const reliabilityTable = ({ bins }: Reliability): Table => ({
  name: 'reliability',
  columns: ['from', 'to', 'count', 'right', 'confidence', 'accuracy'],
  rows: bins.map(({ from, to, count, right, confidence, accuracy }) => [
    ...[from, to, count, right, confidence, accuracy],
  ]),
});

export const memoryTable = ({ rows }: MemoryFigures): Table => ({
  name: 'memory',
  columns: ['start', 'predictions', 'by memory', 'said', 'stood'],
  rows: rows.map(({ start, predictions, byMemory, said, stood }) => [
    ...[start, predictions, byMemory, said, stood],
  ]),
});

export const classesTable = ({ rows }: Classes): Table => ({
  name: 'classes',
  columns: ['network', 'label', 'answered', 'support', 'right', 'precision', 'recall', 'F1'],
  rows: rows.map(({ network, label, answered, support, right, precision, recall, f1 }) => [
    ...[network, label, answered, support, right, precision, recall, f1],
  ]),
});

export const latencyTable = ({ rows }: Latency): Table => ({
  name: 'latency',
  columns: ['start', 'network', 'predictions', 'p50 ms', 'p95 ms', 'p99 ms'],
  rows: rows.map(({ start, network, predictions, p50, p95, p99 }) => [
    ...[start, network, predictions, p50, p95, p99],
  ]),
});

export const linesTable = ({ rows }: LineFigures): Table => ({
  name: 'lines',
  columns: [
    ...['start', 'lines', 'certain', 'said', 'corrected', 'compared', 'characters', 'edits'],
    'character error rate',
  ],
  rows: rows.map(({ start, characters, edits, ...row }) => [
    ...[start, row.lines, row.certain, row.said, row.corrected, row.compared, characters, edits],
    characters === 0 ? null : edits / characters,
  ]),
});
