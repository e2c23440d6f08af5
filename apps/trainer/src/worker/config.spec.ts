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
      logLevel: 'info',
    });
  });

  it('should name every wrong setting with what was expected', () => {
    expect(() => loadConfig({ REDIS_URL: 'http://x', LOG_LEVEL: 'loud' })).toThrow(
      /^DATABASE_URL: expected the address.*\nREDIS_URL: expected.*redis:.*\nLOG_LEVEL: expected one of/,
    );
  });
});
