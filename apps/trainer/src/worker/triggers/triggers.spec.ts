import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Prisma } from '@inkling/store';
import { newApprovals } from '@inkling/store/training';
import { pino } from 'pino';
import { digitPictures, Stand } from '../testing/stand.js';
import { ownZone, runTriggers, startScheduled, zoneTrouble } from './run-triggers.js';

const MINUTE_MS = 60_000;

describe('triggers', () => {
  let stand: Stand;
  let writer: string;
  const pictures = digitPictures();

  beforeAll(async () => {
    stand = await Stand.open();
    writer = await stand.addWriter();
  });
  afterAll(() => stand.close());
  afterEach(async () => {
    await stand.prisma.trainingJob.deleteMany();
    await stand.prisma.sample.deleteMany();
    await stand.prisma.sampleRevision.deleteMany();
    await stand.prisma.setting.deleteMany();
  });

  const context = () => ({
    prisma: stand.prisma,
    queue: stand.queue,
    logger: pino({ level: 'silent' }),
  });
  const approve = async (count: number, minutesAgo: number): Promise<void> => {
    for (const picture of pictures.slice(0, count)) {
      const sampleId = await stand.addSample(writer, picture);
      const createdAt = new Date(Date.now() - minutesAgo * MINUTE_MS);
      await stand.prisma.sampleRevision.updateMany({ where: { sampleId }, data: { createdAt } });
    }
  };
  const set = (value: object, network = 'digits') =>
    stand.prisma.setting.create({ data: { key: `training:${network}`, value } });
  const threshold = (samples: number, quietMinutes = 10, enabled = true) =>
    set({ threshold: { enabled, samples, quietMinutes } });
  const jobs = () => stand.prisma.trainingJob.findMany();

  it('should start one job when enough is approved and all is quiet', async () => {
    await threshold(5);
    await approve(5, 11);
    await Promise.all([runTriggers(context(), ownZone()), runTriggers(context(), ownZone())]);
    await runTriggers(context(), ownZone());
    expect(await jobs()).toEqual([
      expect.objectContaining({ network: 'digits', trigger: 'threshold', status: 'queued' }),
    ]);
  });

  it.each([
    ['too few are approved', 6, 10, true],
    ['approvals go on', 5, 30, true],
    ['it is switched off', 5, 10, false],
  ])('should start none while %s', async (_, samples, quietMinutes, enabled) => {
    await threshold(samples, quietMinutes, enabled);
    await approve(5, 11);
    await runTriggers(context(), ownZone());
    expect(await jobs()).toEqual([]);
  });

  it('should count only what was approved after the last job began', async () => {
    await threshold(5);
    await approve(5, 11);
    await stand.prisma.trainingJob.create({
      data: {
        id: newId(),
        network: 'digits',
        trigger: 'call',
        parameters: {},
        status: 'failed',
        startedAt: new Date(Date.now() - 5 * MINUTE_MS),
      },
    });
    expect(await newApprovals(stand.prisma, 'digits', [])).toMatchObject({ count: 0 });
    await runTriggers(context(), ownZone());
    expect(await jobs()).toHaveLength(1);
    await approve(3, 1);
    expect(await newApprovals(stand.prisma, 'digits', [])).toMatchObject({ count: 3 });
  });

  it('should make the queue say what the settings say of a schedule', async () => {
    await set({ schedule: { enabled: true, cron: '0 4 * * 1' } });
    await runTriggers(context(), ownZone());
    expect(await stand.queue.scheduleOf('digits')).toMatchObject({ cron: '0 4 * * 1' });
    expect(await stand.queue.scheduleOf('characters')).toBeUndefined();
    await stand.prisma.setting.update({
      where: { key: 'training:digits' },
      data: { value: { schedule: { enabled: true, cron: '30 4 * * 1' } } },
    });
    await runTriggers(context(), ownZone());
    expect(await stand.queue.scheduleOf('digits')).toMatchObject({ cron: '30 4 * * 1' });
    await stand.prisma.setting.deleteMany();
    await runTriggers(context(), ownZone());
    expect(await stand.queue.scheduleOf('digits')).toBeUndefined();
  });

  it('should move a kept schedule into the time zone of the trainer that starts, once', async () => {
    await set({ schedule: { enabled: true, cron: '0 4 * * 1' } });
    const zoneOf = async () => (await stand.queue.scheduleOf('digits'))?.timeZone;
    const kathmandu = ownZone('Asia/Kathmandu');
    await runTriggers(context(), kathmandu);
    expect(await zoneOf()).toBe('Asia/Kathmandu');
    await runTriggers(context(), ownZone('Europe/Berlin'));
    expect(await zoneOf()).toBe('Europe/Berlin');
    await runTriggers(context(), kathmandu);
    expect(await zoneOf()).toBe('Europe/Berlin');
    // Of an empty TZ.
    await runTriggers(context(), ownZone('Etc/Unknown'));
    expect(await zoneOf()).toBeUndefined();
  });

  it('should look at the other networks where one can not be looked at, and say so then', async () => {
    await threshold(5);
    await approve(5, 11);
    const asked: string[] = [];
    const queue = new Proxy(stand.queue, {
      get: (target, name: keyof typeof stand.queue) =>
        name === 'scheduleOf'
          ? (network: 'digits' | 'characters' | 'lines') => {
              asked.push(network);
              return network === 'characters'
                ? Promise.reject(new Error('no room'))
                : target.scheduleOf(network);
            }
          : target[name],
    });
    await expect(runTriggers({ ...context(), queue }, ownZone())).rejects.toThrow(
      'the triggers of characters could not be looked at: no room',
    );
    expect([...asked].sort()).toEqual(['characters', 'digits', 'lines']);
    expect(await jobs()).toEqual([expect.objectContaining({ network: 'digits' })]);
  });

  it('should start a scheduled job only when something is approved', async () => {
    await set({ schedule: { enabled: true, cron: '0 4 * * 1' } });
    await startScheduled(context(), 'digits');
    expect(await jobs()).toEqual([]);
    await approve(1, 0);
    await startScheduled(context(), 'digits');
    expect(await jobs()).toEqual([expect.objectContaining({ trigger: 'schedule' })]);
  });

  it('should start no scheduled job for what the last one has learned already', async () => {
    await set({ schedule: { enabled: true, cron: '0 4 * * 1' } });
    const parentId = await stand.addChampion();
    await approve(3, 11);
    const last = await stand.prisma.trainingJob.create({
      data: {
        ...{ id: newId(), network: 'digits', trigger: 'call', parameters: {}, status: 'completed' },
        ...{ parentId, startedAt: new Date(Date.now() - 5 * MINUTE_MS) },
      },
    });
    const changeLast = (data: Prisma.TrainingJobUncheckedUpdateInput) =>
      stand.prisma.trainingJob.update({ where: { id: last.id }, data });
    const scheduled = async () => {
      await startScheduled(context(), 'digits');
      return (await stand.prisma.trainingJob.deleteMany({ where: { trigger: 'schedule' } })).count;
    };
    expect(await scheduled()).toBe(0);
    await changeLast({ status: 'running' });
    expect(await scheduled()).toBe(0);
    await changeLast({ status: 'failed' });
    expect(await scheduled()).toBe(1);
    // Another version was put into service since.
    await changeLast({ status: 'completed', parentId: null });
    expect(await scheduled()).toBe(1);
    await changeLast({ challengerId: parentId });
    expect(await scheduled()).toBe(0);
    await approve(1, 1);
    expect(await scheduled()).toBe(1);
  });

  it('should start a scheduled job only for samples that its network learns from', async () => {
    await set({ schedule: { enabled: true, cron: '0 4 * * 1' } });
    await set({ schedule: { enabled: true, cron: '0 4 * * 1' }, symbolSamples: 10 }, 'characters');
    const taught = (count: number) =>
      Promise.all(
        pictures
          .slice(0, count)
          .map(({ glyph }) => stand.addSample(writer, { label: '✓', glyph }, 'approved', 'digits')),
      );
    await taught(9);
    await startScheduled(context(), 'digits');
    await startScheduled(context(), 'characters');
    expect(await jobs()).toEqual([]);
    // Wherever they were taught, enough of them get a class in characters.
    await taught(1);
    await startScheduled(context(), 'digits');
    await startScheduled(context(), 'characters');
    expect(await jobs()).toEqual([expect.objectContaining({ network: 'characters' })]);
  });

  it('should start a scheduled job for a symbol that gets a class since an admin asks for fewer samples', async () => {
    const wish = async (symbolSamples: number) => {
      await stand.prisma.setting.deleteMany();
      await set({ schedule: { enabled: true, cron: '0 4 * * 1' }, symbolSamples }, 'characters');
    };
    const scheduled = async () => {
      await startScheduled(context(), 'characters');
      return (await stand.prisma.trainingJob.deleteMany({ where: { trigger: 'schedule' } })).count;
    };
    await wish(11);
    const parentId = await stand.addChampion('characters');
    const [first, ...others] = pictures.slice(0, 11);
    const letter = { label: 'A', glyph: first!.glyph };
    const known = await stand.addSample(writer, letter, 'approved', 'characters');
    const taught = await Promise.all(
      others.map(({ glyph }) =>
        stand.addSample(writer, { label: '✓', glyph }, 'approved', 'digits'),
      ),
    );
    const { id: jobId } = await stand.prisma.trainingJob.create({
      data: {
        ...{ id: newId(), network: 'characters', trigger: 'call', parameters: {} },
        ...{ status: 'completed', parentId, startedAt: new Date() },
      },
    });
    const take = (label: string, ids: readonly string[]) => {
      const row = { jobId, label, revision: 1, part: 'train' } as const;
      return stand.prisma.trainingSample.createMany({
        data: ids.map((sampleId) => ({ ...row, sampleId })),
      });
    };
    await take('A', [known]);
    expect(await scheduled()).toBe(0);
    await wish(10);
    expect(await scheduled()).toBe(1);
    await take('✓', taught);
    expect(await scheduled()).toBe(0);
  });
});

describe('zoneTrouble', () => {
  it.each([undefined, '', 'UTC', 'Europe/Berlin', ':Europe/Berlin'])(
    'should be none of %j',
    (given) => {
      expect(zoneTrouble(given)).toBeUndefined();
    },
  );

  it.each(['Europe/Berln', 'CET-1CEST,M3.5.0', '/etc/localtime'])(
    'should be told of %j, which names no zone',
    (given) => {
      expect(zoneTrouble(given)).toBe(
        `TZ "${given}" is no time zone that is known here, so schedules go by UTC. Set one such as "Europe/Berlin".`,
      );
    },
  );
});
