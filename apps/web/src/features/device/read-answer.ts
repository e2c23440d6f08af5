import type { LineResponse, PredictionResponse } from '@inkling/contract';

interface ReadHere {
  /** Read on this device: the server knows nothing of it until it is corrected. */
  readonly onDevice?: true;
}

/** An answer, wherever it was read. */
export interface ReadAnswer extends PredictionResponse, ReadHere {}

/** A line's answer, wherever it was read. */
export interface ReadLine extends LineResponse, ReadHere {}
