import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../config/load-config.js';
import { MODELS_DIR } from '../../testing/test-app.js';
import type { RegistryRepository } from './registry.repository.js';
import { ShippedModels } from './shipped-models.service.js';

const config = loadConfig({ MODELS_DIR, DATABASE_URL: 'postgresql://nowhere' });

/** Of which nothing is known; a call fails as it does when the connection is closed meanwhile. */
function closedRegistry(onCall: () => void): Pick<RegistryRepository, 'knows'> {
  return {
    knows: () => {
      onCall();
      return Promise.reject(new Error('the connection is closed'));
    },
  };
}

const importing = (onCall: () => void, stopping: AbortSignal) =>
  new ShippedModels(config, closedRegistry(onCall) as RegistryRepository).import(stopping);

describe('shipped models', () => {
  it('are not used when they cannot be imported, each for itself', async () => {
    const failures = await importing(() => undefined, new AbortController().signal);
    expect([...failures.keys()].sort()).toEqual(['characters', 'digits', 'lines']);
    expect(failures.get('digits')).toContain('the connection is closed');
  });

  it('are not blamed for a server that is stopped while it starts', async () => {
    const stopping = new AbortController();
    let calls = 0;
    const onCall = (): void => {
      calls++;
      stopping.abort();
    };
    expect(await importing(onCall, stopping.signal)).toEqual(new Map());
    expect(calls).toBe(1);
  });
});
