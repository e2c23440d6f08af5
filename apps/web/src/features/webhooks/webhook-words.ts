import type { Webhook, WebhookDelivery, WebhookEventType } from '@inkling/contract';
import { timeAgo } from '../../shared/words';

interface EventWords {
  readonly name: string;
  readonly says: string;
}

export const EVENT_WORDS: Readonly<Record<WebhookEventType, EventWords>> = {
  'correction.created': {
    name: 'Correction made',
    says: 'Someone corrects or confirms a drawing or a line.',
  },
  'correction.decided': {
    name: 'Correction decided',
    says: 'A correction is approved, rejected or reopened.',
  },
  'job.finished': {
    name: 'Training job finished',
    says: 'It is completed, failed or cancelled.',
  },
  'version.in-service': {
    name: 'Version in service',
    says: 'Another version is promoted, or rolled back to.',
  },
};

export const eventName = (type: WebhookDelivery['type']): string =>
  type === 'ping' ? 'Test' : EVENT_WORDS[type].name;

/** "Correction made, Version in service". */
export const eventsLine = ({ events }: Pick<Webhook, 'events'>): string =>
  events.map(eventName).join(', ');

/** What people call it. */
export const nameOf = ({ description, url }: Pick<Webhook, 'description' | 'url'>): string =>
  description || new URL(url).host;

/** How a state is coloured. */
export type Tone = 'good' | 'bad' | 'quiet' | 'doubt';

export interface StateWords {
  readonly tone: Tone;
  readonly words: string;
}

/** How it goes with a webhook. */
export function webhookState(
  { enabled, switchedOff, failingSince }: Pick<Webhook, 'enabled' | 'switchedOff' | 'failingSince'>,
  nowMs: number,
): StateWords {
  if (switchedOff) {
    const when = timeAgo(switchedOff.at, nowMs);
    return { tone: 'bad', words: `Inkling switched it off ${when}. ${switchedOff.reason}` };
  }
  if (!enabled) return { tone: 'quiet', words: 'Off' };
  if (failingSince === null) return { tone: 'good', words: 'On' };
  const when = timeAgo(failingSince, nowMs);
  return { tone: 'doubt', words: `Failing. The first failed attempt was ${when}.` };
}

/** What became of a delivery. */
export function deliveryState(
  delivery: Pick<WebhookDelivery, 'state' | 'attempts' | 'statusCode' | 'error' | 'nextAttemptAt'>,
  nowMs: number,
): StateWords {
  const { state, attempts, statusCode, error, nextAttemptAt } = delivery;
  const times = attempts > 1 ? ` after ${attempts} attempts` : '';
  if (state === 'delivered') {
    return { tone: 'good', words: `Delivered${times}. It answered ${statusCode}.` };
  }
  if (state === 'failed') return { tone: 'bad', words: `Failed${times}. ${error ?? ''}`.trim() };
  if (error === null) return { tone: 'quiet', words: 'Sending…' };
  return { tone: 'doubt', words: `${error} Next attempt ${soon(nextAttemptAt, nowMs)}.` };
}

/** "in 5 minutes", "in 2 hours". */
function soon(iso: string | null, nowMs: number): string {
  const seconds = iso === null ? 0 : (Date.parse(iso) - nowMs) / 1000;
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  if (seconds < 60) return 'in less than a minute';
  if (seconds < 3600) return format.format(Math.round(seconds / 60), 'minute');
  return format.format(Math.round(seconds / 3600), 'hour');
}
