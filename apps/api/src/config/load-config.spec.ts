import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from './load-config.js';

describe('loadConfig', () => {
  it('has a default for everything that needs one', () => {
    expect(loadConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: 'data',
      modelsDir: 'models',
      databaseUrl: undefined,
      rateLimit: 600,
      addressRateLimit: 3000,
      predictionRetentionDays: 90,
      guestRetentionDays: 365,
      importBytes: 4096 * 1024 * 1024,
      logLevel: 'info',
    });
    expect(loadConfig({}).inferenceThreads).toBeGreaterThanOrEqual(1);
  });

  it('fixes of the settings for people only what is set', () => {
    expect(loadConfig({}).people).toEqual({});
    expect(loadConfig({ GUESTS: 'off', REVIEW: '' }).people).toEqual({ guests: false });
    expect(loadConfig({ SIGN_UP: 'open', GUESTS: 'on', REVIEW: 'auto' }).people).toEqual({
      signUp: 'open',
      guests: true,
      review: 'auto',
    });
  });

  it('answers no clients of other demos unless it is told to', () => {
    expect(loadConfig({})).toMatchObject({ classicApi: false, classicWriter: undefined });
    expect(loadConfig({ CLASSIC_API: 'true', CLASSIC_WRITER: 'Me@Example.org' })).toMatchObject({
      classicApi: true,
      classicWriter: 'me@example.org',
    });
  });

  it('reads what is set, and takes an empty value as none', () => {
    const config = loadConfig({
      PORT: '8080',
      HOST: '',
      DATABASE_URL: 'postgresql://ink:secret@db.example.org/ink',
      PUBLIC_URL: 'https://Ink.example.org:443/',
      TRUST_PROXY: '10.0.0.0/8, loopback, ::1',
      RATE_LIMIT: '0',
      SOMETHING_ELSE: 'x',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: 'postgresql://ink:secret@db.example.org/ink',
      publicUrl: 'https://ink.example.org',
      trustProxy: ['10.0.0.0/8', 'loopback', '::1'],
      rateLimit: 0,
      addressRateLimit: 0,
    });
  });

  it.each([
    ['PORT', '80a'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['RATE_LIMIT', '1.5'],
    ['PREDICTION_RETENTION_DAYS', '0'],
    ['INFERENCE_THREADS', '0'],
    ['PICTURE_PROCESSES', '1'],
    ['KEEP_PICTURES', 'some'],
    ['KEPT_PICTURES_WRITER_MB', '-1'],
    ['KEPT_PICTURES_ADDRESS_MB', 'much'],
    ['DATABASE_URL', 'mysql://db/ink'],
    ['DATABASE_URL', 'nowhere'],
    ['PUBLIC_URL', 'ink.example.org'],
    ['PUBLIC_URL', 'https://example.org/ink'],
    ['PUBLIC_URL', 'https://example.org/?a'],
    ['PUBLIC_URL', 'https://a:b@example.org'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['LOG_LEVEL', 'loud'],
    ['ADMIN_EMAIL', 'admin'],
    ['ADMIN_PASSWORD', 'short'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['SIGN_UP', 'sometimes'],
    ['GUESTS', 'yes'],
    ['REVIEW', 'nobody'],
    ['CLASSIC_API', 'yes'],
    ['CLASSIC_WRITER', 'me'],
    ['MODELS_DIR', '/there/is/none'],
    ['WEB_DIR', '/there/is/none'],
    // It exists, and nothing was built into it.
    ['WEB_DIR', 'apps/api/src'],
  ])('refuses %s=%s by its name and what was expected', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`^${name}: .*expected`));
  });

  it.each([
    ['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'long enough'],
    ['ADMIN_PASSWORD', 'ADMIN_EMAIL', 'admin@example.org'],
  ])('wants %s where %s is set', (missing, name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(
      new RegExp(`^${missing}: expected .* since ${name} is set`),
    );
    // As in a file of settings with the line left in.
    expect(() => loadConfig({ [name]: value, [missing]: '' })).toThrow(ConfigError);
  });

  it('names every wrong setting at once', () => {
    try {
      loadConfig({ PORT: 'x', RATE_LIMIT: 'y' });
      throw new Error('accepted');
    } catch (error) {
      expect((error as ConfigError).problems.map(({ name }) => name)).toEqual([
        'PORT',
        'RATE_LIMIT',
      ]);
    }
  });
});
