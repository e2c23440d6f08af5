import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_TRAINING_SETTINGS, type TrainingSettings } from '@inkling/contract';
import { pauseAutomaticPromotion } from '@inkling/store/training';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
});

afterAll(async () => {
  await app.end();
});

const URL = '/api/training-settings/digits';
const get = async () => (await admin.call<TrainingSettings>('GET', URL)).body;
const change = (body: object) => admin.call<TrainingSettings>('PATCH', URL, body);

describe('/api/training-settings/:network', () => {
  it('has defaults, and keeps the parts that are changed', async () => {
    expect(await get()).toEqual(DEFAULT_TRAINING_SETTINGS);
    const wanted = {
      ...DEFAULT_TRAINING_SETTINGS,
      threshold: { ...DEFAULT_TRAINING_SETTINGS.threshold, samples: 5 },
      schedule: { enabled: true, cron: '30 2 * * 1-5' },
    };
    const { status, body } = await change({
      threshold: { samples: 5 },
      schedule: { enabled: true, cron: '30 2 * * 1-5' },
    });
    expect({ status, body }).toEqual({ status: 200, body: wanted });
    expect((await change({ keepVersions: 3 })).body).toEqual({ ...wanted, keepVersions: 3 });
    expect(await get()).toEqual({ ...wanted, keepVersions: 3 });
    const others = await admin.call('GET', '/api/training-settings/characters');
    expect(others.body).toEqual(DEFAULT_TRAINING_SETTINGS);
  });

  it('are those of lines, too, and of no other network', async () => {
    const url = '/api/training-settings/lines';
    const { body } = await admin.call('PATCH', url, { threshold: { samples: 7 } });
    expect(body).toMatchObject({ threshold: { samples: 7 } });
    expect((await admin.call('GET', url)).body).toEqual(body);
    expect((await get()).threshold.samples).toBe(5);
  });

  it('loses none of several changes at the same moment', async () => {
    const changes = [
      { threshold: { samples: 77 } },
      { keepVersions: 9 },
      { promotion: { automatic: false } },
    ];
    await Promise.all(changes.map(change));
    expect(await get()).toMatchObject({ ...changes[0], ...changes[1], ...changes[2] });
  });

  it('ends the pause of a rollback by switching promotion on', async () => {
    const pausedBecause = 'rolled back by Anna';
    await app.prisma.$transaction((tx) => pauseAutomaticPromotion(tx, 'digits', pausedBecause));
    expect((await change({ keepVersions: 4 })).body.promotion).toMatchObject({ pausedBecause });
    expect((await change({ promotion: { automatic: true } })).body.promotion).toEqual({
      automatic: true,
      pausedBecause: null,
    });
  });

  it.each([
    [{ schedule: { cron: 'every night' } }, '/schedule/cron', 'five fields'],
    [{ schedule: { cron: '* * * * * *' } }, '/schedule/cron', 'five fields'],
    [{ schedule: { cron: '61 3 * * *' } }, '/schedule/cron', '"61 3 * * *" is no schedule'],
    [{ threshold: { samples: 0 } }, '/threshold/samples', 'from 1 to 100000'],
    [{ threshold: { quietMinutes: -1 } }, '/threshold/quietMinutes', 'from 0 to 1440'],
    [{ keepVersions: 0 }, '/keepVersions', 'from 1 to 10000'],
    [{ symbolSamples: 2 }, '/symbolSamples', 'from 10 to 10000'],
    [{ promotion: { automatic: true, pausedBecause: null } }, '/promotion', 'pausedBecause'],
    [{ keep: 3 }, '', 'keep'],
  ])('refuses %j', async (body, pointer, text) => {
    const before = await get();
    const { status, body: problem } = await admin.problem('PATCH', URL, body);
    expect({ status, pointer: problem.errors?.[0]?.pointer }).toEqual({ status: 422, pointer });
    expect(problem.errors![0]!.detail).toContain(text);
    expect(await get()).toEqual(before);
  });

  it('answers 404 for what is no network', async () => {
    const { status, body } = await admin.problem('GET', '/api/training-settings/letters');
    expect(status).toBe(404);
    expect(body.detail).toContain('digits, characters and lines');
  });
});
