import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

const DATABASE_URL = 'postgresql://inkling@127.0.0.1:5432/inkling';

describe('loadConfig', () => {
  it('should fill in what is absent or empty', () => {
    expect(loadConfig({ DATABASE_URL, REDIS_URL: '', LOG_LEVEL: '' })).toEqual({
      databaseUrl: DATABASE_URL,
      redisUrl: undefined,
      dataDir: 'data',
      modelsDir: 'models',
      sharedWordsPeople: 2,
      logLevel: 'info',
    });
  });

  it.each(['1', '-2', '2.5', 'all'])('should refuse shared words of %s people', (people) => {
    expect(() => loadConfig({ DATABASE_URL, SHARED_WORDS_PEOPLE: people })).toThrow(
      'SHARED_WORDS_PEOPLE: expected 0, or a whole number from 2 on',
    );
  });

  it('should name every wrong setting with what was expected', () => {
    expect(() => loadConfig({ REDIS_URL: 'http://x', LOG_LEVEL: 'loud' })).toThrow(
      /^DATABASE_URL: expected the address.*\nREDIS_URL: expected.*redis:.*\nLOG_LEVEL: expected one of/,
    );
  });
});
