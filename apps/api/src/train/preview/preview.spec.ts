import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DEFAULT_TRAINING_PARAMETERS,
  type LineResponse,
  type TrainingPreview,
} from '@inkling/contract';
import { placeLines, placeSamples } from '@inkling/store/training';
import { newId } from '../../common/id.js';
import { writtenLine } from '../../recognise/lines/testing/written-line.js';
import type { Client } from '../../testing/client.js';
import { drawings } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { QueueOfTraining } from '../training-queue.js';

let app: TestApp;
let reviewer: Client;

beforeAll(async () => {
  app = await TestApp.start();
  reviewer = await app.reviewer();
  const writer = await app.guest();
  for (const { label, strokes } of drawings.filter(({ label: name }) => /\d/.test(name))) {
    const { body } = await writer.predict({ task: 'digits', ink: { strokes } });
    await writer.correct(body.id, label);
  }
});

afterAll(() => app.end());

beforeEach(async () => {
  await app.prisma.trainingJob.deleteMany({});
  await app.prisma.trainer.deleteMany({});
  await approve('pending');
});

const approve = (status: 'approved' | 'pending', label?: string) =>
  app.prisma.sample.updateMany({ where: label === undefined ? {} : { label }, data: { status } });

const preview = async (network = 'digits') =>
  (await reviewer.call<TrainingPreview>('GET', `/api/training-jobs/preview?network=${network}`))
    .body;

describe('GET /api/training-jobs/preview', () => {
  it('counts as the snapshot will, and again when something has changed', async () => {
    await app.trainer();
    expect(await preview()).toMatchObject({
      approved: 0,
      train: 0,
      fresh: 0,
      champion: { version: 1 },
      parameters: DEFAULT_TRAINING_PARAMETERS.digits,
      hindrance: { code: 'nothing_approved' },
    });
    await approve('approved');
    const rows = await app.prisma.sample.findMany({ where: { status: 'approved' } });
    const placed = [
      ...placeSamples(rows.map((row) => ({ ...row, formerPart: undefined }))).values(),
    ];
    const holdout = placed.filter(({ part }) => part === 'holdout').length;
    const full = await preview();
    expect(full).toMatchObject({ approved: 50, train: placed.length - holdout, holdout });
    expect(full.holdout).toBeGreaterThan(0);
    expect(full.hindrance).toBeNull();
    await approve('pending', '4');
    const { approved, train, holdout: less, leftOut } = await preview();
    expect(approved).toBe(45);
    expect(train + less + leftOut).toBe(45);
  });

  it('names symbols with enough samples for a class, wherever they were taught', async () => {
    const rows = await app.prisma.sample.findMany({ take: 31, orderBy: { id: 'asc' } });
    const ids = rows.map(({ id }) => id);
    const taught = { id: { in: ids } };
    await app.prisma.sample.updateMany({ where: taught, data: { reviewerLabel: '✓' } });
    await app.prisma.sample.updateMany({ where: taught, data: { status: 'approved' } });
    await app.trainer();
    expect(await preview('characters')).toMatchObject({
      ...{ approved: 0, train: 0, hindrance: null },
      symbols: [{ label: '✓', samples: 31 }],
    });
    expect(await preview('digits')).toMatchObject({ approved: 0, symbols: [] });
    await app.prisma.sample.updateMany({
      where: { id: { in: ids.slice(2) } },
      data: { status: 'pending' },
    });
    expect((await preview('characters')).symbols).toEqual([]);
    await app.prisma.sample.updateMany({ where: taught, data: { reviewerLabel: null } });
  });

  it('knows where an earlier job has put samples', async () => {
    await approve('approved');
    const rows = await app.prisma.sample.findMany({ orderBy: { id: 'asc' } });
    await app.prisma.trainingJob.create({
      data: {
        id: newId(),
        network: 'digits',
        status: 'completed',
        trigger: 'call',
        parameters: {},
        startedAt: new Date(),
        fingerprint: 'f'.repeat(64),
        samples: {
          create: rows.map(({ id, label }) => ({
            sampleId: id,
            revision: 1,
            label,
            part: 'holdout',
          })),
        },
      },
    });
    const { train, holdout, fresh, lastJobAt, hindrance } = await preview();
    expect({ train, holdout, fresh }).toEqual({ train: 0, holdout: 50, fresh: 0 });
    expect(lastJobAt).not.toBeNull();
    expect(hindrance).toMatchObject({ code: 'no_trainer' });
    await app.trainer();
    expect((await preview()).hindrance).toMatchObject({ code: 'only_holdout' });
  });

  it('tells what is open, what a trainer lacks, and when the schedule is due', async () => {
    await app.trainer({ code: 'no_tensorflow', detail: 'Run "npm run setup".' });
    const create = (status: 'running' | 'queued') =>
      app.prisma.trainingJob.create({
        data: { id: newId(), network: 'digits', status, trigger: 'call', parameters: {} },
      });
    const [running, queued] = [await create('running'), await create('queued')];
    const admin = await app.admin();
    await admin.call('PATCH', '/api/training-settings/digits', {
      schedule: { enabled: true, cron: '0 3 * * *' },
    });
    const told = await preview();
    expect(told).toMatchObject({
      runningJobId: running.id,
      queuedJobId: queued.id,
      hindrance: { code: 'no_tensorflow' },
      settings: { schedule: { enabled: true } },
    });
    expect(new Date(told.nextScheduledAt!).getTime()).toBeGreaterThan(Date.now());
    // The trainer that set it may live in another time zone: there it is due at 21:15 in UTC.
    await app.nest
      .get(QueueOfTraining, { strict: false })
      .open()
      .setSchedule('digits', { cron: '0 3 * * *', timeZone: 'Asia/Kathmandu' });
    expect((await preview()).nextScheduledAt).toMatch(/T21:15:00\.000Z$/);
    expect(await preview('characters')).toMatchObject({
      runningJobId: null,
      nextScheduledAt: null,
    });
  });

  it('counts approved lines for the network that reads them, whatever their characters became', async () => {
    await app.trainer();
    const writer = await app.guest();
    for (const text of ['2907', '48', '305']) {
      const ink = writtenLine(text);
      const { body } = await writer.call<LineResponse>('POST', '/api/lines', {
        task: 'digits',
        ink,
      });
      await writer.call('POST', '/api/corrections', { lineId: body.id, text });
    }
    const none = { approved: 0, train: 0, holdout: 0, leftOut: 0 };
    expect(await preview('lines')).toMatchObject({
      ...none,
      network: 'lines',
      champion: { version: 1 },
      parameters: DEFAULT_TRAINING_PARAMETERS.lines,
      hindrance: { code: 'nothing_approved' },
    });
    const before = (await preview()).approved;
    const [first] = await app.prisma.lineCorrection.findMany({ orderBy: { id: 'asc' } });
    const decide = (where: object, status: 'approved' | 'rejected') =>
      app.prisma.lineCorrection.updateMany({ where, data: { status } });
    await decide({}, 'approved');
    const lines = await app.prisma.lineCorrection.findMany({});
    const placed = [
      ...placeLines(lines.map((line) => ({ ...line, formerPart: undefined }))).values(),
    ];
    const holdout = placed.filter(({ part }) => part === 'holdout').length;
    expect(await preview('lines')).toMatchObject({
      ...{ approved: 3, train: 3 - holdout, holdout, leftOut: 0 },
    });
    // Where an earlier job has put them they stay.
    const job = await app.prisma.trainingJob.create({
      data: {
        ...{ id: newId(), network: 'lines', status: 'completed', trigger: 'call', parameters: {} },
        ...{ startedAt: new Date(), fingerprint: 'f'.repeat(64) },
      },
    });
    await app.prisma.trainingLine.createMany({
      data: lines.map(({ id }) => ({
        ...{ jobId: job.id, lineCorrectionId: id, revision: 1, part: 'holdout' as const },
      })),
    });
    expect(await preview('lines')).toMatchObject({
      ...{ train: 0, holdout: 3, fresh: 0, hindrance: { code: 'only_holdout' } },
    });
    await decide({ id: first!.id }, 'rejected');
    expect((await preview('lines')).approved).toBe(2);
    expect((await preview()).approved).toBe(before);
  });

  it('is for reviewers, of a known network', async () => {
    const url = '/api/training-jobs/preview?network=digits';
    expect((await app.visitor().problem('GET', url)).status).toBe(401);
    expect((await (await app.guest()).problem('GET', url)).status).toBe(403);
    const refused = await reviewer.problem('GET', '/api/training-jobs/preview?network=runes');
    expect(refused.status).toBe(422);
  });
});
