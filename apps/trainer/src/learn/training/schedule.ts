/**
 * Learning rate at a step: a linear warm-up, then half a cosine down to a hundredth (Loshchilov and
 * Hutter, "SGDR", 2017, without restarts).
 */
export function cosineLearningRate(
  step: number,
  steps: number,
  peak: number,
  warmUpSteps: number,
): number {
  if (step < warmUpSteps) return (peak * (step + 1)) / warmUpSteps;
  const progress = Math.min(1, (step - warmUpSteps) / Math.max(1, steps - warmUpSteps));
  return peak * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
