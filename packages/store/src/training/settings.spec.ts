import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_TRAINING_SETTINGS, trainingSettingsKey } from '@inkling/contract';
import { createPrismaClient } from '../client.js';
import type { PrismaClient } from '../generated/client.js';
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.js';
import {
  changeTrainingSettings,
  pauseAutomaticPromotion,
  promotesByItself,
  readTrainingSettings,
} from './settings.js';

let database: TestDatabase;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = createPrismaClient(database.url, { connections: 4 });
});

afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

describe('training settings', () => {
  it('are the defaults until somebody sets them', async () => {
    expect(await readTrainingSettings(prisma, 'digits')).toEqual(DEFAULT_TRAINING_SETTINGS);
    expect(await prisma.setting.count()).toBe(0);
  });

  it('keep what was set, and have the defaults for parts that came later', async () => {
    const value = { threshold: { enabled: false }, keepVersions: 3 };
    await prisma.setting.create({ data: { key: trainingSettingsKey('characters'), value } });
    expect(await readTrainingSettings(prisma, 'characters')).toEqual({
      ...DEFAULT_TRAINING_SETTINGS,
      threshold: { ...DEFAULT_TRAINING_SETTINGS.threshold, enabled: false },
      keepVersions: 3,
    });
  });

  it('count every one of several changes at the same moment, for their network alone', async () => {
    const others = await readTrainingSettings(prisma, 'characters');
    const addOne = () =>
      prisma.$transaction((tx) =>
        changeTrainingSettings(tx, 'digits', (before) => ({
          ...before,
          keepVersions: before.keepVersions + 1,
        })),
      );
    await Promise.all([addOne(), addOne(), addOne(), addOne()]);
    const { keepVersions } = await readTrainingSettings(prisma, 'digits');
    expect(keepVersions).toBe(DEFAULT_TRAINING_SETTINGS.keepVersions + 4);
    expect(await readTrainingSettings(prisma, 'characters')).toEqual(others);
  });

  it('are never written when they make no sense', async () => {
    const before = await readTrainingSettings(prisma, 'digits');
    await expect(
      prisma.$transaction((tx) =>
        changeTrainingSettings(tx, 'digits', (settings) => ({ ...settings, keepVersions: 0 })),
      ),
    ).rejects.toThrow('from 1');
    expect(await readTrainingSettings(prisma, 'digits')).toEqual(before);
  });

  it('say why promotion waits for an admin', async () => {
    expect(promotesByItself(await readTrainingSettings(prisma, 'digits'))).toBe(true);
    await prisma.$transaction((tx) => pauseAutomaticPromotion(tx, 'digits', 'rolled back by Anna'));
    const paused = await readTrainingSettings(prisma, 'digits');
    expect(paused.promotion).toEqual({ automatic: true, pausedBecause: 'rolled back by Anna' });
    expect(promotesByItself(paused)).toBe(false);
  });

  it('damaged by hand are an error, and no guess', async () => {
    const key = trainingSettingsKey('digits');
    await prisma.setting.update({ where: { key }, data: { value: { promotion: 'off' } } });
    await expect(readTrainingSettings(prisma, 'digits')).rejects.toThrow();
  });
});
