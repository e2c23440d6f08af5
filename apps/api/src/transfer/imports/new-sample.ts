import type { InkInput } from '@inkling/contract';
import type { Network, Task } from '@inkling/recognizer';

/** A sample of a file as it is to be stored. */
export interface NewSample {
  readonly row: number;
  readonly network: Network;
  readonly task: Task;
  readonly label: string;
  readonly given: string;
  readonly reviewerLabel: string | null;
  readonly status: 'pending' | 'approved' | 'rejected';
  /** 784 bytes. */
  readonly glyph: Uint8Array;
  readonly ink: InkInput | null;
  /** `null`: now. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

export interface RefusedRow {
  readonly row: number;
  readonly place: string | null;
  readonly reason: string;
}

/** What becomes of a row. */
export type RowOutcome =
  | { readonly kind: 'sample'; readonly sample: NewSample }
  | { readonly kind: 'refused'; readonly refused: RefusedRow }
  /** By the mapping. */
  | { readonly kind: 'left out' };
