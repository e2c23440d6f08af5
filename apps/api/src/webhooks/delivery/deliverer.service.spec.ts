import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '../../common/metrics.js';
import { loadConfig } from '../../config/load-config.js';
import { Receiver } from '../testing/receiver.js';
import { until } from '../../testing/until.js';
import type { AttemptsRepository, Claimed } from './attempts.repository.js';
import { Deliverer } from './deliverer.service.js';
import type { Due } from './due-deliveries.repository.js';
import { newSecret } from './secret.js';

const body = JSON.stringify({
  type: 'ping',
  timestamp: '2026-05-03T14:00:00.000Z',
  data: { webhookId: '019a2f6e-7d1c-7b43-9a51-3c1f0b7e6a10' },
});

describe('Deliverer', () => {
  let receiver: Receiver;
  const putOff: string[] = [];

  beforeEach(async () => {
    receiver = await Receiver.start();
    putOff.length = 0;
  });
  afterEach(() => receiver.stop());

  /** Everything that is asked for is due. */
  const rows = (): Partial<AttemptsRepository> => {
    const due = (deliveryId: string): Due => ({ deliveryId, webhookId: 'hook', dueAtMs: 1 });
    return {
      claim: async (deliveryId): Promise<Claimed> => ({
        ...{ deliveryId, webhookId: 'hook', eventId: deliveryId, type: 'job.finished', body },
        ...{ url: receiver.url, secrets: [newSecret()], attempt: 1 },
      }),
      putOff: async (deliveryId) => {
        putOff.push(deliveryId);
        return due(deliveryId);
      },
      retryLater: async ({ deliveryId }) => due(deliveryId),
      noteTrouble: async () => undefined,
      noteDelivered: async () => undefined,
    };
  };

  const deliverer = (): Deliverer =>
    new Deliverer(loadConfig({}), rows() as AttemptsRepository, new Metrics());

  it('sends as many as come to an address that is quick', async () => {
    const sender = deliverer();
    const sent = Array.from({ length: 10 }, (_, at) => sender.deliver(`d${at}`, 'hook'));
    expect(await Promise.all(sent)).toEqual(Array(10).fill(undefined));
    expect(receiver.received).toHaveLength(10);
  });

  it('sends four at a time to one that failed, and puts the others off', async () => {
    receiver.answer = () => 500;
    const sender = deliverer();
    const failed = await sender.deliver('first', 'hook');
    expect(failed!.inMs).toBeGreaterThanOrEqual(8000);
    expect(failed!.inMs).toBeLessThanOrEqual(12_000);
    receiver.answer = () => undefined;
    const held = Array.from({ length: 4 }, (_, at) => sender.deliver(`held${at}`, 'hook'));
    await until(() => receiver.received.length === 5);
    const [fifth, sixth] = [await sender.deliver('d5', 'hook'), await sender.deliver('d6', 'hook')];
    for (const { inMs } of [fifth!, sixth!]) expect(inMs).toBeGreaterThanOrEqual(5000);
    expect(putOff).toEqual(['d5', 'd6']);
    expect(receiver.received).toHaveLength(5);
    await receiver.stop();
    await Promise.all(held);
  });
});
