import { describe, expect, it } from '@jest/globals';
import { waitingReason, type TrainingState, type WaitingJob } from './waiting-reason.js';

const able = { id: 'a', canTrain: true };
const broken = { id: 'b', canTrain: false };
const queued = { status: 'queued', network: 'digits', trainerId: null, waitingFor: null };
const problem = { code: 'no_tensorflow', detail: 'npm run setup' };

const reason = (job: Partial<WaitingJob>, state: Partial<TrainingState> = {}) =>
  waitingReason(
    { ...queued, ...job },
    { trainers: [able], problem: undefined, running: [], ...state },
  );

describe('waitingReason', () => {
  it('is what keeps every trainer from training before anything else', () => {
    const running = [{ id: 'j', network: 'digits' }];
    expect(reason(queued, { trainers: [broken], problem, running })).toEqual(problem);
  });

  it('names the job of the same network that runs', () => {
    expect(reason(queued, { running: [{ id: 'job-1', network: 'digits' }] })).toMatchObject({
      code: 'job_running',
      detail: expect.stringContaining('job-1'),
    });
  });

  it('tells of trainers that work for another network', () => {
    const running = [{ id: 'j', network: 'characters' }];
    expect(reason(queued, { running })?.code).toBe('trainers_busy');
    expect(reason(queued, { running, trainers: [able, broken] })?.code).toBe('trainers_busy');
    const two = [able, { ...able, id: 'c' }];
    expect(reason(queued, { running, trainers: two })).toBeNull();
  });

  it('is none for a job that is about to start, runs or has ended', () => {
    expect(reason(queued)).toBeNull();
    const running = { ...queued, status: 'running', trainerId: 'a' };
    expect(reason(running, { running: [{ id: 'j', network: 'digits' }] })).toBeNull();
    expect(reason({ ...queued, status: 'completed' }, { trainers: [], problem })).toBeNull();
  });

  it('tells of a running job whose trainer is gone', () => {
    const orphan = { ...queued, status: 'running', trainerId: 'z' };
    expect(reason(orphan)?.code).toBe('trainer_gone');
    expect(reason(orphan, { trainers: [], problem })).toEqual(problem);
  });

  it('is what the trainer said that let go of the job, until another works on it', () => {
    const waitingFor = { code: 'retry', detail: 'Attempt 1 of 3 failed.' };
    const free = { ...queued, status: 'running', waitingFor };
    expect(reason(free)).toEqual(waitingFor);
    expect(reason(free, { trainers: [], problem })).toEqual(problem);
    expect(reason({ ...free, trainerId: 'a' })).toBeNull();
    expect(reason({ ...free, trainerId: 'z' })?.code).toBe('trainer_gone');
  });
});
