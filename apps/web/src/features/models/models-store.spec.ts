import { beforeEach, describe, expect, it } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import {
  pretendBrowser,
  pretendServer,
  type Asked,
  type Route,
} from '../../shared/testing/browser';
import { useModelsStore } from './models-store';

const champion = { id: 'v4', network: 'digits' } as const;
const former = { id: 'v3', network: 'digits' } as const;

function serve(rollback: Route): Asked[] {
  pretendBrowser();
  setActivePinia(createPinia());
  return pretendServer({
    'POST /api/models/rollback': rollback,
    'GET /api/models': () => ({ status: 200, body: { items: [], nextCursor: null } }),
  });
}

describe('models store', () => {
  let asked: Asked[] = [];
  const calls = () => asked.map(({ call }) => call);

  beforeEach(() => {
    asked = [];
  });

  it('rolls back from the version that was seen to the one that was meant', async () => {
    asked = serve(() => ({ status: 200, body: former }));
    await useModelsStore().goBack(champion, former, 'reads worse');
    expect(asked[0]!.body).toEqual({
      ...{ network: 'digits', from: 'v4', to: 'v3' },
      reason: 'reads worse',
    });
    expect(calls()).toContain('GET /api/models');
  });

  it('loads the versions again when another one is in service by now', async () => {
    const detail = 'digits 3 is in service now.';
    asked = serve(() => ({ status: 409, body: { status: 409, code: 'conflict', detail } }));
    await expect(useModelsStore().goBack(champion, former, undefined)).rejects.toThrow(detail);
    expect(asked[0]!.body).toEqual({ network: 'digits', from: 'v4', to: 'v3' });
    expect(calls()).toContain('GET /api/models');
  });

  it('leaves the versions alone when the server refuses for another reason', async () => {
    asked = serve(() => ({ status: 403, body: { status: 403, code: 'forbidden', detail: 'No.' } }));
    await expect(useModelsStore().goBack(champion, former, undefined)).rejects.toThrow('No.');
    expect(calls()).toEqual(['POST /api/models/rollback']);
  });
});
