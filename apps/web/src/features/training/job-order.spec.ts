import { expect, it } from '@jest/globals';
import type { TrainingJob } from '@inkling/contract';
import { isEarlier, withFirstPage } from './job-order';

type Moment = Pick<TrainingJob, 'status' | 'attempts' | 'phase'>;
const at = (status: Moment['status'], attempts: number, phase: Moment['phase'] = null): Moment => ({
  status,
  attempts,
  phase,
});

it.each([
  ['asked for', at('queued', 0), 'running', at('running', 1, 'training')],
  ['taking samples', at('running', 1, 'snapshot'), 'training', at('running', 1, 'training')],
  ['the gate of an attempt', at('running', 1, 'gate'), 'the next', at('running', 2, 'snapshot')],
  ['running', at('running', 1, 'gate'), 'over', at('completed', 1)],
  ['waiting', at('queued', 0), 'cancelled', at('cancelled', 0)],
])('should tell %s (%o) from %s', (_, before, __, after) => {
  expect(isEarlier(before, after)).toBe(true);
  expect(isEarlier(after, before)).toBe(false);
});

it('should take a job that was handed back for the later one', () => {
  expect(isEarlier(at('queued', 1), at('running', 1, 'training'))).toBe(false);
});

it('should take the same moment for no earlier one', () => {
  const now = at('running', 1, 'training');
  expect(isEarlier(now, now)).toBe(false);
});

it('should keep older pages below a first page that has moved on', () => {
  const jobs = (ids: string) => [...ids].map((id) => ({ id }));
  expect(withFirstPage(jobs('edcba'), jobs('fed'))).toEqual(jobs('fedcba'));
  expect(withFirstPage(jobs('ba'), jobs('cba'))).toEqual(jobs('cba'));
  expect(withFirstPage(jobs('ba'), [])).toEqual([]);
});
