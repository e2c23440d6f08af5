import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';
import { digitLines, importFile } from '../../transfer/testing/transfers.js';
import { ReviewDesk, said } from '../review/testing/review-desk.js';
import { SuspicionRepository } from './suspicion.repository.js';

let app: TestApp;
let admin: Client;
let desk: ReviewDesk;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
  desk = new ReviewDesk(admin);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await app.end();
});

const drawing = { task: 'digits', ink: inkOf('3') };

/** Of those that wait, too: it was found before they changed. */
const areAllKnown = async () =>
  (await app.prisma.reviewItem.count({ where: { stale: { gt: 0 } } })) === 0;

describe('suspicion', () => {
  it.each([
    ['rejected', { decision: 'reject' }],
    ['relabelled', { decision: 'approve', label: '3' }],
  ])('is found of a sample without a writer that was %s, and of all others', async (_, how) => {
    const { id } = await importFile(admin, digitLines(1), {
      ...{ format: 'jsonl', task: 'digits', status: 'pending' },
    });
    await until(areAllKnown);
    const [imported] = (await desk.list('kind=imported&status=pending')).items;
    await desk.review({ ids: [imported!.id], ...how });
    const { sampleId } = await said(await app.guest(), '3', drawing);
    await until(areAllKnown);
    const [found, other] = await Promise.all(
      [imported!.id, sampleId].map((each) =>
        app.prisma.sampleSuspicion.findUniqueOrThrow({ where: { sampleId: each } }),
      ),
    );
    expect([found!.revision, found!.value > 0, found!.value < 1]).toEqual([2, true, true]);
    expect(other!.value).toBeLessThan(0.5);
    await admin.call('POST', `/api/imports/${id}/undo`);
  });

  it('is found of others although that of one sample cannot be saved', async () => {
    const samples = app.nest.get(SuspicionRepository);
    const odd = await app.guest();
    const oddSample = await said(odd, '3', drawing);
    await until(areAllKnown);
    const { writerId } = await app.prisma.correction.findUniqueOrThrow({
      where: { id: oddSample.id },
    });
    const records = samples.records.bind(samples);
    jest
      .spyOn(samples, 'records')
      .mockImplementation(async (...given) =>
        (await records(...given)).set(writerId!, { decided: 0, wrong: -1 }),
      );
    await app.prisma.reviewItem.updateMany({ data: { stale: 3 } });
    const { sampleId } = await said(await app.guest(), '3', drawing);
    const isKnown = async (id: string) =>
      (await app.prisma.reviewItem.findFirstOrThrow({ where: { sampleId: id } })).stale === 0;
    await until(() => isKnown(sampleId));
    expect(await isKnown(oddSample.sampleId)).toBe(false);
    jest.restoreAllMocks();
    await until(areAllKnown);
  });

  it('is a number where a reviewer decides while it is worked out', async () => {
    const samples = app.nest.get(SuspicionRepository);
    await until(areAllKnown);
    const writer = await app.guest();
    const { id: approved } = await said(writer, '3', drawing);
    await desk.review({ ids: [approved], decision: 'approve' });
    const { id, sampleId } = await said(writer, '3', { task: 'digits', ink: inkOf('5') });
    await until(areAllKnown);
    const error = jest.spyOn(Logger.prototype, 'error');
    let decided: Promise<unknown> | undefined;
    const decideAfter = <A extends unknown[], R>(read: (...given: A) => Promise<R>) => {
      return async (...given: A): Promise<R> => {
        const known = await read(...given);
        await (decided ??= desk.review({ ids: [id], decision: 'reject' }));
        return known;
      };
    };
    const records = decideAfter(samples.records.bind(samples));
    const ownVerdicts = decideAfter(samples.ownVerdicts.bind(samples));
    jest.spyOn(samples, 'records').mockImplementation(records);
    jest.spyOn(samples, 'ownVerdicts').mockImplementation(ownVerdicts);
    await app.prisma.reviewItem.updateMany({ where: { sampleId }, data: { stale: 3 } });
    // Who says something else sets it going.
    await said(await app.guest(), '3', drawing);
    await until(() => Promise.resolve(decided !== undefined));
    await until(areAllKnown);
    expect(error).not.toHaveBeenCalled();
  });
});
