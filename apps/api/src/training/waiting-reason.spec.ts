import { describe, expect, it } from '@jest/globals';
import { trainerProblem, waitingReason, type LiveTrainer } from './waiting-reason.js';

const able: LiveTrainer = { id: 'a', problem: undefined };
const broken: LiveTrainer = {
  id: 'b',
  problem: { code: 'no_tensorflow', detail: 'npm run setup' },
};
const queued = { status: 'queued', network: 'digits', trainerId: null };

describe('trainerProblem', () => {
  it('is none while one trainer can work', () => {
    expect(trainerProblem([broken, able])).toBeUndefined();
  });

  it("is the trainer's own where none can", () => {
    expect(trainerProblem([broken])).toEqual(broken.problem);
  });

  it('says how to start one where there is none', () => {
    expect(trainerProblem([])).toMatchObject({
      code: 'no_trainer',
      detail: expect.stringContaining('npm start'),
    });
  });
});

describe('waitingReason', () => {
  const codeOf = (...args: Parameters<typeof waitingReason>) => waitingReason(...args)?.code;

  it('is the lack of a trainer before anything else', () => {
    expect(codeOf(queued, [], [{ id: 'j', network: 'digits' }])).toBe('no_trainer');
    expect(codeOf(queued, [broken], [])).toBe('no_tensorflow');
  });

  it('names the job of the same network that runs', () => {
    const reason = waitingReason(queued, [able], [{ id: 'job-1', network: 'digits' }]);
    expect(reason).toMatchObject({ code: 'job_running', detail: expect.stringContaining('job-1') });
  });

  it('tells of trainers that work for another network', () => {
    const other = [{ id: 'j', network: 'characters' }];
    expect(codeOf(queued, [able], other)).toBe('trainers_busy');
    expect(codeOf(queued, [able, broken], other)).toBe('trainers_busy');
    expect(codeOf(queued, [able, { ...able, id: 'c' }], other)).toBeUndefined();
  });

  it('is none for a job that is about to start, runs or has ended', () => {
    expect(waitingReason(queued, [able], [])).toBeNull();
    const running = { ...queued, status: 'running', trainerId: 'a' };
    expect(waitingReason(running, [able], [{ id: 'j', network: 'digits' }])).toBeNull();
    expect(waitingReason({ ...queued, status: 'completed' }, [], [])).toBeNull();
  });

  it('tells of a running job whose trainer is gone', () => {
    const orphan = { ...queued, status: 'running', trainerId: 'z' };
    expect(codeOf(orphan, [able], [])).toBe('trainer_gone');
    expect(codeOf(orphan, [], [])).toBe('no_trainer');
  });
});
