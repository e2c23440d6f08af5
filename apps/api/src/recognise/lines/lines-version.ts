import type { LinesCard } from '@inkling/recognizer';

/** A version of the network for lines that answers. */
export interface LinesVersion {
  readonly id: string;
  readonly version: number;
  readonly sha256: string;
  readonly card: LinesCard;
}
