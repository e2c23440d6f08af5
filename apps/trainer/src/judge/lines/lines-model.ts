import type { LinesCard } from '@inkling/recognizer';

/** A version of the network for lines as the gate takes it: the very file that serves or would serve. */
export interface LinesModel {
  readonly onnx: Uint8Array;
  readonly card: LinesCard;
}
