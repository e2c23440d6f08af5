import type { InkInput, LineCharacter, LineTask } from '@inkling/contract';
import type { Placement } from '@inkling/ink';
import type { Timings } from '../predictions/new-prediction.js';

/** A character as it is kept: neighbours are not. */
export type KeptCharacter = Omit<LineCharacter, 'neighbours'>;

/** Where a row's strip lies in what was sent. */
export interface KeptRow extends Placement {
  readonly width: number;
  /** See `LineRow`. */
  readonly slope: number;
}

export interface NewLine {
  readonly id: string;
  /** Whether its device made the id: it may come again. */
  readonly isIdGiven: boolean;
  readonly writerId: string | null;
  readonly task: LineTask;
  readonly modelVersionId: string;
  /** `null` for a picture. */
  readonly ink: InkInput | null;
  /** Rows one behind the other, 32 pixels high, 255 is ink. */
  readonly strips: Uint8Array<ArrayBuffer>;
  readonly rows: readonly KeptRow[];
  readonly text: string;
  readonly probability: number;
  readonly certain: boolean;
  readonly alternatives: readonly { readonly text: string; readonly probability: number }[];
  readonly characters: readonly KeptCharacter[];
  readonly options: {
    readonly allow?: readonly string[] | undefined;
    readonly pattern?: string | undefined;
    /** How many there were. */
    readonly words?: number | undefined;
    readonly memory: boolean;
  };
  readonly timings: Timings;
  /** A line of the same writer that this one stands for from now on. */
  readonly replaces: string | undefined;
}
