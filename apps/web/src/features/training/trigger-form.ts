import type { TrainingSettings, TrainingSettingsChange } from '@inkling/contract';

/** Settings of a network's training as a form has them: numbers as they are typed. */
export interface TriggerTexts {
  enough: boolean;
  samples: string;
  quietMinutes: string;
  scheduled: boolean;
  cron: string;
  automatic: boolean;
  keepVersions: string;
  symbolSamples: string;
}

export const triggerTexts = ({
  threshold,
  schedule,
  promotion,
  keepVersions,
  symbolSamples,
}: TrainingSettings): TriggerTexts => ({
  enough: threshold.enabled,
  samples: String(threshold.samples),
  quietMinutes: String(threshold.quietMinutes),
  scheduled: schedule.enabled,
  cron: schedule.cron,
  automatic: promotion.automatic,
  keepVersions: String(keepVersions),
  symbolSamples: String(symbolSamples),
});

/**
 * The form when the settings have changed meanwhile: what was typed stays, all else is as it is now.
 *
 * @param was what the form began with
 */
export const rebased = (
  was: TriggerTexts,
  typed: TriggerTexts,
  now: TriggerTexts,
): TriggerTexts => ({
  ...now,
  ...Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => was[name as keyof TriggerTexts] !== value),
  ),
});

export const areSame = (one: TriggerTexts, other: TriggerTexts): boolean =>
  (Object.keys(one) as (keyof TriggerTexts)[]).every((name) => one[name] === other[name]);

/**
 * Only what was changed: what others set meanwhile stays, and switching promotion on would end a pause that
 * nobody meant.
 *
 * @param was what the form began with
 */
export function triggerChange(was: TriggerTexts, now: TriggerTexts): TrainingSettingsChange {
  const isChanged = (name: keyof TriggerTexts): boolean => was[name] !== now[name];
  const threshold = {
    ...(isChanged('enough') && { enabled: now.enough }),
    ...(isChanged('samples') && { samples: Number(now.samples) }),
    ...(isChanged('quietMinutes') && { quietMinutes: Number(now.quietMinutes) }),
  };
  const schedule = {
    ...(isChanged('scheduled') && { enabled: now.scheduled }),
    ...(isChanged('cron') && { cron: now.cron }),
  };
  return {
    ...(Object.keys(threshold).length > 0 && { threshold }),
    ...(Object.keys(schedule).length > 0 && { schedule }),
    ...(isChanged('automatic') && { promotion: { automatic: now.automatic } }),
    ...(isChanged('keepVersions') && { keepVersions: Number(now.keepVersions) }),
    ...(isChanged('symbolSamples') && { symbolSamples: Number(now.symbolSamples) }),
  };
}
