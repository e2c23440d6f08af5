import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TRAINING_SETTINGS } from '@inkling/contract';
import { areSame, rebased, triggerChange, triggerTexts } from './trigger-form';

describe('the form of what starts jobs', () => {
  const was = triggerTexts(DEFAULT_TRAINING_SETTINGS);

  it('should send what was changed alone', () => {
    expect(triggerChange(was, was)).toEqual({});
    expect(triggerChange(was, { ...was, samples: '12' })).toEqual({ threshold: { samples: 12 } });
    expect(triggerChange(was, { ...was, keepVersions: '3', symbolSamples: '9' })).toEqual({
      ...{ keepVersions: 3, symbolSamples: 9 },
    });
    const all = { ...was, scheduled: !was.scheduled, cron: '0 4 * * *', automatic: !was.automatic };
    expect(triggerChange(was, all)).toEqual({
      schedule: { enabled: !was.scheduled, cron: '0 4 * * *' },
      promotion: { automatic: !was.automatic },
    });
  });

  it('should keep what was typed and show what others set meanwhile', () => {
    const typed = { ...was, keepVersions: '3' };
    const now = { ...was, samples: '7', keepVersions: '4' };
    const form = rebased(was, typed, now);
    expect(form).toEqual({ ...now, keepVersions: '3' });
    expect(triggerChange(now, form)).toEqual({ keepVersions: 3 });
  });

  it('should tell whether anything was changed', () => {
    expect(areSame(was, { ...was })).toBe(true);
    expect(areSame(was, { ...was, enough: !was.enough })).toBe(false);
  });
});
