import type { Task } from '@inkling/recognizer';
import type { Figures, WriterSpread } from './figures.js';
import type { Acquaintance } from './honesty.js';

/** A line of the table: one network, one task, some samples. */
export interface Row {
  readonly model: string;
  readonly suite: string;
  /** Of one way of writing alone. */
  readonly kind?: 'allograph';
  readonly task: Task;
  readonly known: Acquaintance;
  readonly figures: Figures;
  readonly writers?: WriterSpread;
}
