import { MOST_COMPARED_SAMPLES, type Comparison, type ComparisonTable } from '@inkling/contract';
import type { LineEvaluation } from '@inkling/recognizer';
import type { RecordOf } from '../../recognise/registry/model-version.js';
import { nameOfLineSet } from '../name-of-line-set.js';

/** Two versions that read lines, by what their cards tell of the same lines. */
export const linesComparison = (a: RecordOf<'lines'>, b: RecordOf<'lines'>): Comparison => ({
  network: a.network,
  a: { id: a.id, version: a.version },
  b: { id: b.id, version: b.version },
  approved: 0,
  limit: MOST_COMPARED_SAMPLES,
  tables: a.card.evaluations.flatMap((ofA) => {
    const ofB = b.card.evaluations.find((other) => isSame(ofA, other));
    return ofB ? [tableOf(ofA, ofB)] : [];
  }),
  progress: null,
  pictures: null,
  notes: ['Approved lines are not compared: only the metrics on the two cards are.'],
});

const isSame = (a: LineEvaluation, b: LineEvaluation): boolean =>
  a.dataset === b.dataset && a.task === b.task && a.input === b.input && a.lines === b.lines;

const tableOf = (a: LineEvaluation, b: LineEvaluation): ComparisonTable => ({
  source: 'card',
  dataset: nameOfLineSet(a),
  task: a.task,
  samples: a.lines,
  labels: [],
  a: figuresOf(a),
  b: figuresOf(b),
});

const figuresOf = ({ whole, characterErrorRate }: LineEvaluation): ComparisonTable['a'] => ({
  top1: whole,
  characterErrorRate,
  perClass: [],
  confusion: [],
});
