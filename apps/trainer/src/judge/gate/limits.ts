import type { Network } from '@inkling/recognizer';

/** What a challenger is allowed. */
export interface GateLimits {
  /** The 95 % bound of the loss of accuracy on the gate set stays under this share, 0..1. */
  readonly loss: number;
  /** With fewer samples kept back than this, a lower log loss is enough. */
  readonly fewSamples: number;
  /** Largest difference between the engines, in any logit or embedding. */
  readonly engineDifference: number;
  /** A class whose corrected p lies at or under this is lost. */
  readonly significance: number;
  /** One inference takes at most so many times as long as the champion's. */
  readonly latencyRatio: number;
  /** Share of the gate set that classes for symbols may take from the network's own, 0..1. */
  readonly lostToSymbols: number;
  /** The expected calibration error may be higher by this much. */
  readonly calibrationLoss: number;
}

const COMMON = {
  fewSamples: 20,
  engineDifference: 1e-4,
  significance: 0.05,
  latencyRatio: 1.2,
  lostToSymbols: 0.001,
  calibrationLoss: 0.005,
};

/** docs/gate.md says what these let through and what they stop. */
export const GATE_LIMITS: Readonly<Record<Network, GateLimits>> = {
  digits: { ...COMMON, loss: 0.003 },
  characters: { ...COMMON, loss: 0.005 },
};
