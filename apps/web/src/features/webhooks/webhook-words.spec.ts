import { describe, expect, it } from '@jest/globals';
import { deliveryState, eventsLine, nameOf, webhookState } from './webhook-words';

const NOW = Date.parse('2026-05-03T14:00:00Z');

describe('webhookState', () => {
  const fine = { enabled: true, switchedOff: null, failingSince: null };

  it.each([
    [fine, 'good', 'On'],
    [{ ...fine, enabled: false }, 'quiet', 'Off'],
    [
      { ...fine, failingSince: '2026-05-03T12:00:00Z' },
      'doubt',
      'Failing. The first failed attempt was 2 hours ago.',
    ],
    [
      {
        ...{ ...fine, enabled: false, failingSince: '2026-04-28T12:00:00Z' },
        switchedOff: { at: '2026-05-02T14:00:00Z', reason: 'It answered 500.' },
      },
      'bad',
      'Inkling switched it off yesterday. It answered 500.',
    ],
  ] as const)('of %j is %s: %s', (webhook, tone, words) => {
    expect(webhookState(webhook, NOW)).toEqual({ tone, words });
  });
});

describe('deliveryState', () => {
  const waiting = {
    state: 'waiting',
    attempts: 0,
    statusCode: null,
    error: null,
    nextAttemptAt: '2026-05-03T14:00:00Z',
  } as const;

  it.each([
    [waiting, 'quiet', 'Sending…'],
    [
      { ...waiting, state: 'delivered', attempts: 1, statusCode: 204 },
      'good',
      'Delivered. It answered 204.',
    ],
    [
      { ...waiting, state: 'delivered', attempts: 3, statusCode: 200 },
      'good',
      'Delivered after 3 attempts. It answered 200.',
    ],
    [
      { ...waiting, state: 'failed', attempts: 10, error: 'It answered 500.' },
      'bad',
      'Failed after 10 attempts. It answered 500.',
    ],
    [
      { ...waiting, attempts: 2, error: 'It answered 500.', nextAttemptAt: '2026-05-03T14:05:00Z' },
      'doubt',
      'It answered 500. Next attempt in 5 minutes.',
    ],
    [
      { ...waiting, attempts: 2, error: 'It answered 500.', nextAttemptAt: '2026-05-03T14:00:20Z' },
      'doubt',
      'It answered 500. Next attempt in less than a minute.',
    ],
  ] as const)('of %j is %s: %s', (delivery, tone, words) => {
    expect(deliveryState(delivery, NOW)).toEqual({ tone, words });
  });
});

it('names webhooks and their events', () => {
  expect(nameOf({ description: 'The shop', url: 'https://a.org/' })).toBe('The shop');
  expect(nameOf({ description: '', url: 'https://a.org:8443/b' })).toBe('a.org:8443');
  expect(eventsLine({ events: ['job.finished', 'version.in-service'] })).toBe(
    'Training job finished, Version in service',
  );
});
