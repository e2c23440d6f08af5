import type { InkInput } from '@inkling/contract';
import type { Candidate, Certainty, Network, Task } from '@inkling/recognizer';
import type { KeptPicture } from '../pictures/kept-picture.js';

export interface Timings {
  readonly preprocess: number;
  readonly model: number;
  readonly memory: number;
  /** Until the prediction is in the database. */
  readonly record: number;
  readonly total: number;
}

export interface NewPrediction {
  readonly id: string;
  /** Whether its device made the id: it may come again. */
  readonly isIdGiven: boolean;
  readonly writerId: string | null;
  readonly task: Task;
  /** The alphabet that was the task. */
  readonly alphabetId: string | null;
  readonly network: Network;
  readonly modelVersionId: string;
  /** `null` for a picture. */
  readonly ink: InkInput | null;
  /** To be kept, where there is still room for it, see `KeptPictures`. `null` where it is not. */
  readonly picture: KeptPicture | null;
  readonly glyph: Uint8Array;
  readonly certainty: Certainty;
  readonly decidedBy: 'model' | 'memory';
  /** Where memory decided, the nearest sample with that label. */
  readonly decidedBySampleId: string | null;
  /** Best first; the first one is the answer. */
  readonly candidates: readonly Candidate[];
  readonly options: {
    readonly allow?: readonly string[] | undefined;
    readonly memory: boolean;
    readonly prior?: false | undefined;
  };
  readonly timings: Timings;
  /** A prediction of the same writer that this one stands for from now on. */
  readonly replaces: string | undefined;
}
