import { describe, expect, it } from '@jest/globals';
import {
  reasonToNote,
  waitingReason,
  type TrainingState,
  type WaitingJob,
} from './waiting-reason.js';

const able = { id: 'a', canTrain: true };
const broken = { id: 'b', canTrain: false };
const queued = { status: 'queued', network: 'digits', trainerId: null, waitingFor: null };
const problem = { code: 'no_tensorflow', detail: 'npm run setup' };

type Args = readonly [job: Partial<WaitingJob>, state?: Partial<TrainingState>];

const given = ([job, state]: Args): [WaitingJob, TrainingState] => [
  { ...queued, ...job },
  { trainers: [able], problem: undefined, running: [], ...state },
];
const reason = (...args: Args) => waitingReason(...given(args));
const toNote = (...args: Args) => reasonToNote(...given(args));

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

describe('reasonToNote', () => {
  const noTrainer = { code: 'no_trainer', detail: 'npm start' };
  const nobody = { trainers: [], problem: noTrainer };

  it('is that no trainer is there, once, and that one is there again', () => {
    expect(toNote(queued, nobody)).toEqual(noTrainer);
    expect(toNote({ waitingFor: noTrainer }, nobody)).toBeUndefined();
    expect(toNote({ waitingFor: noTrainer })).toBeNull();
    const running = [{ id: 'j', network: 'digits' }];
    expect(toNote({ waitingFor: noTrainer }, { running })?.code).toBe('job_running');
  });

  it('is that the trainer of a running job is gone, until it answers again', () => {
    const orphan = { status: 'running', trainerId: 'z' };
    const gone = toNote(orphan)!;
    expect(gone.code).toBe('trainer_gone');
    expect(toNote({ ...orphan, waitingFor: gone })).toBeUndefined();
    expect(
      toNote({ ...orphan, waitingFor: gone }, { trainers: [{ ...able, id: 'z' }] }),
    ).toBeNull();
  });

  it('leaves to trainers what they write themselves, and jobs that have ended alone', () => {
    expect(toNote(queued, { trainers: [broken], problem })).toBeUndefined();
    expect(toNote(queued, { running: [{ id: 'j', network: 'characters' }] })).toBeUndefined();
    expect(toNote({ status: 'failed', waitingFor: noTrainer })).toBeUndefined();
  });
});
