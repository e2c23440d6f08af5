import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  NewWebhook,
  Webhook,
  WebhookDeliveriesPage,
  WebhookDelivery,
  WebhookList,
} from '@inkling/contract';
import { recordWebhookEvents } from '@inkling/store/webhooks';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { Receiver, type Received } from '../testing/receiver.js';
import { until } from '../../testing/until.js';
import { AttemptsRepository, type Claimed } from './attempts.repository.js';
import { DeliveryListRepository } from './delivery-list.repository.js';

const PATIENCE_MS = 120_000;

let app: TestApp;
let admin: Client;
let receiver: Receiver;

beforeAll(async () => {
  app = await TestApp.start({ WEBHOOK_FIRST_RETRY_MS: '10' });
  admin = await app.admin();
});

beforeEach(async () => {
  receiver = await Receiver.start();
});

afterEach(async () => {
  await app.prisma.webhook.deleteMany();
  await receiver.stop();
});

afterAll(async () => {
  await app.end();
});

const URL = '/api/webhooks';

const hook = async (...events: string[]): Promise<NewWebhook> =>
  (await admin.call<NewWebhook>('POST', URL, { url: receiver.url, events })).body;

const deliveriesOf = async (id: string): Promise<WebhookDelivery[]> =>
  (await admin.call<WebhookDeliveriesPage>('GET', `${URL}/${id}/deliveries`)).body.items;

const stateOf = async (id: string): Promise<Webhook> =>
  (await admin.call<WebhookList>('GET', URL)).body.items.find((one) => one.id === id)!;

/** The deliveries of a webhook when none of them waits any more. */
async function settled(id: string): Promise<WebhookDelivery[]> {
  let items: WebhookDelivery[] = [];
  await until(async () => {
    items = await deliveriesOf(id);
    return items.length > 0 && items.every(({ state }) => state !== 'waiting');
  });
  return items;
}

async function correct(client: Client, label = '7'): Promise<string> {
  const { body } = await client.predict({ task: 'digits', ink: inkOf('7') });
  return (await client.correct(body.id, label)).body.id;
}

/** As a receiver verifies it, written by what standardwebhooks.com says alone. */
function isSigned({ headers, text }: Received, secret: string): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const own = `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`;
  const age = Date.now() / 1000 - Number(headers['webhook-timestamp']);
  return String(headers['webhook-signature']).split(' ').includes(own) && Math.abs(age) < 300;
}

const ping = (id: string) => admin.call<WebhookDelivery>('POST', `${URL}/${id}/test`);

describe('deliveries', () => {
  it(
    'fail twice and are taken then, the same each time and signed each time',
    async () => {
      receiver.answer = (before) => (before < 2 ? 503 : 200);
      const { id, secret } = await hook('correction.created');
      const correctionId = await correct(await app.guest());
      const received = await receiver.until(3);
      expect(new Set(received.map(({ text }) => text)).size).toBe(1);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(received.every((one) => isSigned(one, secret))).toBe(true);
      expect(received.some((one) => isSigned(one, 'whsec_AAAA'))).toBe(false);
      expect(received[0]!.body).toMatchObject({
        type: 'correction.created',
        data: {
          ...{ kind: 'character', correctionId, label: '7', task: 'digits', network: 'digits' },
          ...{ status: 'pending', replaced: false, lineId: null },
        },
      });
      expect(Object.keys(received[0]!.body.data)).not.toContain('ink');
      const [delivery, ...others] = await settled(id);
      expect(others).toEqual([]);
      expect(delivery).toMatchObject({
        ...{ type: 'correction.created', state: 'delivered', attempts: 3, statusCode: 200 },
        ...{ error: null, nextAttemptAt: null, eventId: received[0]!.headers['webhook-id'] },
      });
      expect((await stateOf(id)).failingSince).toBeNull();
    },
    PATIENCE_MS,
  );

  it(
    'tell only of what the webhook asks for, and nothing while it is off',
    async () => {
      const decided = await hook('correction.decided');
      const off = await hook('correction.created');
      await admin.call('PATCH', `${URL}/${off.id}`, { enabled: false });
      const correctionId = await correct(await app.guest(), '1');
      await admin.call('POST', '/api/corrections/review', {
        ...{ ids: [correctionId], decision: 'approve', label: '7' },
      });
      const [received, ...others] = await receiver.until(1);
      expect(others).toEqual([]);
      expect(received!.body).toMatchObject({
        type: 'correction.decided',
        data: { correctionId, label: '7', status: 'approved', decision: 'approve' },
      });
      await settled(decided.id);
      expect(await deliveriesOf(off.id)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'tell of a line, without its text, and of its characters',
    async () => {
      const { id } = await hook('correction.created');
      const writer = await app.guest();
      const strokes = ['1', '4', '2'].flatMap((label, at) =>
        inkOf(label).strokes.map((stroke) =>
          stroke.map(([x, y, ...rest]) => [x! + at * 400, y!, ...rest]),
        ),
      );
      const line = await writer.call<{ id: string }>('POST', '/api/lines', {
        ...{ task: 'digits', ink: { strokes } },
      });
      const corrected = await writer.call<{ id: string; samples: unknown[] }>(
        ...(['POST', '/api/corrections', { lineId: line.body.id, text: '142' }] as const),
      );
      expect(corrected.status).toBe(201);
      const { samples } = corrected.body;
      await receiver.until(1 + samples.length);
      const told = receiver.received.map(({ body }) => body.data as { kind: string });
      const [ofLine] = told.filter(({ kind }) => kind === 'line');
      expect(ofLine).toEqual({
        ...{ kind: 'line', correctionId: corrected.body.id, lineId: line.body.id },
        ...{ task: 'digits', status: 'pending', replaced: false },
      });
      const characters = told.filter(({ kind }) => kind === 'character');
      expect(characters).toHaveLength(samples.length);
      for (const one of characters) expect(one).toMatchObject({ lineId: line.body.id });
      await settled(id);
    },
    PATIENCE_MS,
  );

  it(
    'that nobody brought into the queue before the process died are sent after the next start',
    async () => {
      const { id } = await hook('version.in-service');
      await app.close();
      const model = { id: newId(), version: 2 };
      const data = { network: 'digits', model, former: null } as const;
      await app.prisma.$transaction((tx) =>
        recordWebhookEvents(tx, [{ type: 'version.in-service', data }]),
      );
      expect(receiver.received).toEqual([]);
      await app.open();
      const [received] = await receiver.until(1);
      expect(received!.body.data).toEqual(data);
      expect(await settled(id)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    },
    PATIENCE_MS,
  );

  it(
    'whose attempt died with its process, or whose place in the queue got lost, are sent again',
    async () => {
      const { id } = await hook('job.finished');
      await app.close();
      const data = { jobId: newId(), network: 'lines', status: 'failed' } as const;
      await app.prisma.$transaction((tx) =>
        recordWebhookEvents(tx, [
          { type: 'job.finished', data: { ...data, verdict: null, model: null } },
          { type: 'job.finished', data: { ...data, verdict: null, model: null } },
        ]),
      );
      const past = new Date(Date.now() - 120_000);
      await app.prisma.webhookDelivery.updateMany({
        where: { webhookId: id },
        data: { queuedAt: past, nextAttemptAt: past, attempts: 1 },
      });
      await app.open();
      await receiver.until(2);
      expect(await settled(id)).toMatchObject([
        { state: 'delivered', attempts: 2 },
        { state: 'delivered', attempts: 2 },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'are sent again by hand with the same id, whatever became of them',
    async () => {
      receiver.answer = () => ({ status: 302, headers: { location: `${receiver.url}/other` } });
      const { id } = await hook('job.finished');
      await ping(id);
      expect(await settled(id)).toMatchObject([
        { type: 'ping', state: 'failed', attempts: 1, statusCode: 302 },
      ]);
      const [failed] = await deliveriesOf(id);
      expect(failed!.error).toMatch(/redirects are not followed/);
      receiver.answer = () => 204;
      await admin.call('PATCH', `${URL}/${id}`, { enabled: false });
      const again = await admin.call<WebhookDelivery>(
        ...(['POST', `${URL}/deliveries/${failed!.id}/retry`] as const),
      );
      expect(again).toMatchObject({ status: 202, body: { state: 'waiting', attempts: 0 } });
      await receiver.until(2);
      expect(await settled(id)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
      const [first, second] = receiver.received;
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
      const unknown = await admin.problem('POST', `${URL}/deliveries/${newId()}/retry`);
      expect(unknown.status).toBe(404);
    },
    PATIENCE_MS,
  );

  it(
    'are signed with the former secret, too, for a day after a new one',
    async () => {
      const { id, secret: former } = await hook('job.finished');
      const { secret } = (await admin.call<NewWebhook>('POST', `${URL}/${id}/secret`)).body;
      expect(secret).not.toBe(former);
      await ping(id);
      const [both] = await receiver.until(1);
      expect([secret, former].map((one) => isSigned(both!, one))).toEqual([true, true]);
      await app.prisma.webhook.update({
        where: { id },
        data: { formerSecretUntil: new Date(Date.now() - 1000) },
      });
      await ping(id);
      const [, one] = await receiver.until(2);
      expect([secret, former].map((each) => isSigned(one!, each))).toEqual([true, false]);
      await settled(id);
    },
    PATIENCE_MS,
  );
});

describe('a webhook', () => {
  it(
    'that takes nothing for days is switched off with the reason; the server stays ready',
    async () => {
      receiver.answer = () => 500;
      const { id } = await hook('correction.created');
      await app.prisma.webhook.update({
        where: { id },
        data: { failingSince: new Date(Date.now() - 4 * 24 * 60 * 60 * 1000) },
      });
      await correct(await app.guest());
      expect(await settled(id)).toMatchObject([
        { state: 'failed', error: 'It answered 500.', statusCode: 500 },
      ]);
      const { enabled, switchedOff } = await stateOf(id);
      expect(enabled).toBe(false);
      expect(switchedOff!.reason).toBe(
        'Nothing could be delivered for 3 days. The last attempt: It answered 500.',
      );
      const audit = await admin.call<{ items: unknown[] }>(
        ...(['GET', '/api/audit?action=webhook.switched-off'] as const),
      );
      expect(audit.body.items).toMatchObject([{ by: null, subject: { id } }]);
      const ready = await app.visitor().call<{ status: string }>('GET', '/api/health/ready');
      expect(ready.status).toBe(200);
      const on = await admin.call<Webhook>('PATCH', `${URL}/${id}`, { enabled: true });
      expect(on.body).toMatchObject({ enabled: true, switchedOff: null, failingSince: null });
    },
    PATIENCE_MS,
  );

  it('has failed nothing yet at another address, whatever comes of the former one', async () => {
    const { id: webhookId } = await hook('job.finished');
    const failingSince = new Date(Date.now() - 4 * 24 * 60 * 60 * 1000);
    await app.prisma.webhook.update({ where: { id: webhookId }, data: { failingSince } });
    const same = await admin.call<Webhook>('PATCH', `${URL}/${webhookId}`, { url: receiver.url });
    expect(same.body.failingSince).not.toBeNull();
    const url = `${receiver.url}/moved`;
    const moved = await admin.call<Webhook>('PATCH', `${URL}/${webhookId}`, { url });
    expect(moved.body).toMatchObject({ url, failingSince: null });
    const claimed: Claimed = {
      ...{ deliveryId: newId(), webhookId, eventId: newId(), type: 'job.finished' },
      ...{ body: '', url: receiver.url, secrets: [], attempt: 1 },
    };
    const attempted = { statusCode: 410, error: 'It answered 410.', durationMs: 1 };
    const attempts = app.nest.get(AttemptsRepository, { strict: false });
    expect(await attempts.noteTrouble(claimed, attempted)).toBeUndefined();
    expect(await stateOf(webhookId)).toMatchObject({ enabled: true, failingSince: null });
  });

  it(
    'whose address says that it is gone is switched off at once',
    async () => {
      receiver.answer = () => 410;
      const { id } = await hook('correction.created');
      await correct(await app.guest());
      await settled(id);
      expect((await stateOf(id)).switchedOff!.reason).toMatch(/410/);
    },
    PATIENCE_MS,
  );

  it(
    'hears of each event once, however many replicas there are',
    async () => {
      const { id } = await hook('correction.created');
      const other = await app.startProcess();
      try {
        const writer = await app.guest();
        const elsewhere = writer.at(other);
        for (let count = 0; count < 10; count++) {
          await correct(count % 2 === 0 ? writer : elsewhere);
        }
        await receiver.until(10);
        const deliveries = await settled(id);
        expect(deliveries).toHaveLength(10);
        for (const delivery of deliveries) expect(delivery).toMatchObject({ attempts: 1 });
        expect(receiver.received).toHaveLength(10);
      } finally {
        await other.close();
      }
      const metrics = await app.visitor().call<string>('GET', '/metrics');
      expect(metrics.body).toMatch(/inkling_webhook_attempts_total\{result="delivered"\} \d/);
    },
    PATIENCE_MS,
  );
});

describe('AttemptsRepository', () => {
  it('puts off what is due, and leaves what waits for its next attempt', async () => {
    const { id: webhookId } = await hook('job.finished');
    await ping(webhookId);
    const [{ id }] = (await settled(webhookId)) as [WebhookDelivery];
    const attempts = app.nest.get(AttemptsRepository, { strict: false });
    const hour = 3_600_000;
    const [before, nextAttemptAt] = [new Date(Date.now() - hour), new Date(Date.now() + hour)];
    const where = { id };
    // In the queue, as far as the row tells: no sweep takes it.
    const waiting = { state: 'waiting' as const, queuedAt: nextAttemptAt };
    await app.prisma.webhookDelivery.update({ where, data: { ...waiting, nextAttemptAt } });
    expect(await attempts.putOff(id, 1000)).toBeUndefined();
    expect(await app.prisma.webhookDelivery.findUnique({ where })).toMatchObject({ nextAttemptAt });
    const due = { ...waiting, nextAttemptAt: before };
    await app.prisma.webhookDelivery.update({ where, data: due });
    const later = await attempts.putOff(id, hour);
    expect(later).toMatchObject({ deliveryId: id, webhookId });
    expect(later!.dueAtMs).toBeGreaterThan(Date.now());
  });

  it(
    'sends again by hand also where an attempt fails that was under way',
    async () => {
      const { id: webhookId } = await hook('job.finished');
      await ping(webhookId);
      const [delivery] = await settled(webhookId);
      const { id: deliveryId, eventId } = delivery!;
      // As it is sent again, but not yet due.
      const again = { state: 'waiting' as const, attempts: 0, byHand: true };
      const nextAttemptAt = new Date(Date.now() + 3_600_000);
      const where = { id: deliveryId };
      await app.prisma.webhookDelivery.update({ where, data: { ...again, nextAttemptAt } });
      const claimed: Claimed = {
        ...{ deliveryId, webhookId, eventId, type: 'job.finished' },
        ...{ body: '', url: receiver.url, secrets: [], attempt: 10 },
      };
      const attempted = { statusCode: 410, error: 'It answered 410.', durationMs: 1 };
      const attempts = app.nest.get(AttemptsRepository, { strict: false });
      await attempts.noteFailed(claimed, attempted);
      expect(await attempts.retryLater(claimed, 1, attempted)).toBeUndefined();
      expect(await attempts.noteTrouble(claimed, attempted)).toMatch(/410/);
      expect(await app.prisma.webhookDelivery.findUnique({ where })).toMatchObject({
        ...again,
        nextAttemptAt,
      });
    },
    PATIENCE_MS,
  );
});

describe('DeliveryListRepository.prune', () => {
  it('keeps what waits, the newest, and none older than so many days', async () => {
    const { id } = await hook('job.finished');
    await admin.call('PATCH', `${URL}/${id}`, { enabled: false });
    for (let count = 0; count < 4; count++) await ping(id);
    await settled(id);
    const ids = (await deliveriesOf(id)).map((delivery) => delivery.id);
    const old = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
    await app.prisma.webhookDelivery.update({ where: { id: ids[0]! }, data: { createdAt: old } });
    const list = app.nest.get(DeliveryListRepository, { strict: false });
    expect(await list.prune({ days: 30, most: 3 })).toBe(2);
    expect((await deliveriesOf(id)).map((delivery) => delivery.id)).toEqual(ids.slice(1, 3));
  });
});
