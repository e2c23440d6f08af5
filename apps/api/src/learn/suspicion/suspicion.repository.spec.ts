import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Network } from '@inkling/recognizer';
import { TestApp } from '../../testing/test-app.js';
import { SuspicionRepository } from './suspicion.repository.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

describe('SuspicionRepository.inTurn', () => {
  it('tells a process of each network whether another one had the last turn', async () => {
    const samples = app.nest.get(SuspicionRepository);
    const turn = (processId: string, network: Network) =>
      samples.inTurn(network, processId, (_tx, hadLastTurn) => Promise.resolve(hadLastTurn));
    expect(await turn('one', 'digits')).toBe(false);
    expect(await turn('other', 'digits')).toBe(false);
    expect(await turn('one', 'characters')).toBe(false);
    // Its turn with characters says nothing of the digits that the other one saw.
    expect(await turn('one', 'digits')).toBe(false);
    expect(await turn('one', 'digits')).toBe(true);
  });
});
