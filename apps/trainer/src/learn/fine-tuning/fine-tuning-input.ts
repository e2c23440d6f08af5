import type { TrainingParameters, TrainingProgress } from '@inkling/contract';
import type { ModelCard, Network, Task } from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import type { EpochResult } from './checkpoint.js';

export interface FineTuningInput {
  readonly network: Network;
  /** The version that training starts from. */
  readonly champion: { readonly onnx: Uint8Array; readonly card: ModelCard };
  /** Labels that people gave; at least one. */
  readonly corrections: LabelledGlyphs;
  /** The look-alike group of each correction; without it only equal glyphs count as look-alikes. */
  readonly groups?: Int32Array;
  /** The task of each correction: which labels it was chosen from. @defaultValue all of the network */
  readonly tasks?: readonly Task[];
  /** Base samples against forgetting. */
  readonly replay: LabelledGlyphs;
  readonly parameters: TrainingParameters;
  /** Holds the checkpoint; is made where it doesn't exist. */
  readonly checkpointFolder: string;
}

export interface FineTuningCallbacks {
  onProgress(progress: TrainingProgress): void;
  /** After an epoch's checkpoint is written. */
  onEpoch(result: EpochResult): void | Promise<void>;
  log(text: string): void;
}
