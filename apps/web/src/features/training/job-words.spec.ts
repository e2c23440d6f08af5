import { describe, expect, it } from '@jest/globals';
import type { TrainingJob } from '@inkling/contract';
import { counted } from '../../shared/words';
import {
  duration,
  materialWords,
  paceWords,
  parameterWords,
  splitReason,
  stateOf,
  symbolWords,
  tookSeconds,
} from './job-words';

const job = {
  status: 'completed',
  verdict: null,
  cancelRequestedAt: null,
  waitingFor: null,
} as const;
const now = '2026-01-01T00:00:00.000Z';
const reason = { code: 'trainer_gone', detail: 'It does not answer.' };

describe('stateOf', () => {
  it.each<[Partial<TrainingJob>, string, string]>([
    [{ status: 'queued' }, 'waiting', 'wait'],
    [{ status: 'running' }, 'running', 'busy'],
    [{ status: 'running', waitingFor: reason }, 'interrupted', 'wait'],
    [{ status: 'running', cancelRequestedAt: now }, 'being cancelled', 'wait'],
    [{ status: 'failed' }, 'failed', 'bad'],
    [{ status: 'cancelled', cancelRequestedAt: now }, 'cancelled', 'plain'],
    [{ verdict: 'promoted' }, 'promoted', 'good'],
    [{ verdict: 'kept' }, 'passed, not promoted', 'wait'],
    [{ verdict: 'rejected' }, 'failed the gate', 'bad'],
  ])('should say how %o stands', (part, words, tone) => {
    expect(stateOf({ ...job, ...part })).toEqual({ words, tone });
  });
});

it('should say the time left only while somebody works on the job', () => {
  const progress = {
    ...{ epoch: 7, epochs: 10, step: 70, steps: 100, loss: 0.1, accuracy: 0.9 },
    ...{ samplesPerSecond: 1234.4, etaSeconds: 40 },
  };
  const training = { network: 'digits', progress, waitingFor: null } as const;
  expect(paceWords(training)).toEqual({
    pace: '1,234 samples/s',
    left: 'about 40 s of training left',
  });
  const early = { ...training, progress: { ...progress, etaSeconds: null } };
  expect(paceWords(early)!.left).toBe('estimating the time left…');
  expect(paceWords({ ...training, waitingFor: reason })).toBeNull();
  expect(paceWords({ ...training, progress: null })).toBeNull();
});

it.each([
  [0.2, '0 s'],
  [89, '89 s'],
  [200, '3 min'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
])('should tell %d seconds as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

it('should tell how long a job took, or has taken', () => {
  const startedAt = now;
  expect(tookSeconds({ startedAt: null, finishedAt: null }, 0)).toBeNull();
  expect(tookSeconds({ startedAt, finishedAt: null }, Date.parse(now) + 5000)).toBe(5);
  expect(tookSeconds({ startedAt, finishedAt: '2026-01-01T00:01:00Z' }, 0)).toBe(60);
});

it('should say what a job would use', () => {
  expect(
    materialWords({ network: 'digits', approved: 214, train: 171, holdout: 43, leftOut: 0 }),
  ).toBe('214 approved samples: 171 to train on, 43 held out.');
  expect(materialWords({ network: 'digits', approved: 1, train: 1, holdout: 0, leftOut: 2 })).toBe(
    '1 approved sample: 1 to train on, 0 held out, 2 excluded.',
  );
  expect(
    materialWords({
      ...{ network: 'digits', approved: 812_000, train: 80_000, holdout: 20_000, leftOut: 712_000 },
    }),
  ).toBe(
    '812,000 approved samples: 80,000 to train on, 20,000 held out, 712,000 excluded. ' +
      'A training uses 100,000 at most: corrections first, then imported samples at random.',
  );
  expect(materialWords({ network: 'digits', approved: 0, train: 0, holdout: 0, leftOut: 0 })).toBe(
    'No approved samples yet.',
  );
  const none = { approved: 0, train: 0, holdout: 0, leftOut: 0 };
  expect(materialWords({ network: 'lines', ...none })).toBe('No approved lines yet.');
  expect(materialWords({ network: 'lines', ...none, approved: 12, train: 10, holdout: 2 })).toBe(
    '12 approved lines: 10 to train on, 2 held out.',
  );
  expect(counted(12_345, 'glyph')).toBe('12,345 glyphs');
});

it('should say which symbols get a class', () => {
  expect(symbolWords({ symbols: [] })).toBe('');
  expect(symbolWords({ symbols: [{ label: '✓', samples: 41 }] })).toBe(
    '1 symbol will get a class of its own: ✓ (41).',
  );
  const two = [
    { label: '✓', samples: 1041 },
    { label: 'ä', samples: 30 },
  ];
  expect(symbolWords({ symbols: two })).toBe(
    '2 symbols will get classes of their own: ✓ (1,041), ä (30).',
  );
});

it('should say with what a job was trained', () => {
  expect(parameterWords({ epochs: 1, learningRate: 0.001, seed: 0 })).toBe(
    '1 epoch · learning rate 0.001 · seed 0',
  );
  expect(parameterWords({})).toBe('');
});

it('should find the job that a reason names', () => {
  const id = '01a1ffec-36ce-77af-a4d1-38318dadc3bb';
  expect(splitReason(`It passed the gate in training job ${id}.`)).toEqual({
    text: 'It passed the gate.',
    jobId: id,
  });
  expect(splitReason('reads better')).toEqual({ text: 'reads better', jobId: null });
});
