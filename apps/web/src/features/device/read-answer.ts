import type { PredictionResponse } from '@inkling/contract';

/** An answer, wherever it was read. */
export interface ReadAnswer extends PredictionResponse {
  /** Read on this device: the server knows nothing of it until it is corrected. */
  readonly onDevice?: true;
}
