import type { TrainingSettings, TrainingSettingsChange } from '@inkling/contract';

/** The settings with a change; who switches automatic promotion on has seen why it was paused. */
export function changeSettings(
  before: TrainingSettings,
  { threshold, schedule, promotion, keepVersions, symbolSamples }: TrainingSettingsChange,
): TrainingSettings {
  return {
    threshold: { ...before.threshold, ...threshold },
    schedule: { ...before.schedule, ...schedule },
    promotion: {
      ...before.promotion,
      ...promotion,
      ...(promotion?.automatic === true && { pausedBecause: null }),
    },
    keepVersions: keepVersions ?? before.keepVersions,
    symbolSamples: symbolSamples ?? before.symbolSamples,
  };
}
