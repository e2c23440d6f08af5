import type { ModelCard, Network, Task } from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import type { GateLimits } from './limits.js';

/** A model version as the gate takes it: the very file that serves or would serve, and its card. */
export interface GateModel {
  readonly onnx: Uint8Array;
  /** Its temperature counts; the challenger's is fitted anew. */
  readonly card: ModelCard;
}

export interface GateInput {
  readonly network: Network;
  /** In service. */
  readonly champion: GateModel;
  /** What Inkling was shipped with. May be the champion itself. */
  readonly base: GateModel;
  /** Wants to be in service. */
  readonly challenger: GateModel;
  /** Glyphs that decide and do nothing else: no network ever learns from them or is tuned on them. */
  readonly gateSet: LabelledGlyphs;
  /** Approved samples that were not trained on. May be empty. */
  readonly holdout: LabelledGlyphs;
  /** The task of each of them, whose labels may answer. @defaultValue all of the network */
  readonly holdoutTasks?: readonly Task[];
  /** The challenger was not trained: it is what serves, and all that is new are classes for symbols. */
  readonly isUntouched?: boolean;
  /** For the temperature and the limits of certainty; never trained on. */
  readonly validation: LabelledGlyphs;
  /** Other limits, for sets that are too small for the usual ones. @defaultValue GATE_LIMITS of the network */
  readonly limits?: Partial<GateLimits>;
}
