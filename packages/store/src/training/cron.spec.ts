import { describe, expect, it } from '@jest/globals';
import { cronProblem } from './cron.js';

describe('cronProblem', () => {
  it.each(['0 3 * * *', '*/15 * * * *', '30 2 1 * *', '0 22 * * 1-5', '0 3 * * SUN'])(
    'finds none in %s',
    (cron) => expect(cronProblem(cron)).toBeUndefined(),
  );

  it.each(['', 'every night', '@daily', '0 3 * *', '*/5 * * * * *', '60 3 * * *', '0 3 30 2 *'])(
    'says what was expected instead of "%s"',
    (cron) => expect(cronProblem(cron)).toContain('expected five fields'),
  );

  it('quotes what was given', () => {
    expect(cronProblem('0 25 * * *')).toContain('"0 25 * * *"');
  });
});
