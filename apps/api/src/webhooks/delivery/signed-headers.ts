import { createHmac } from 'node:crypto';
import { SECRET_PREFIX } from './secret.js';

/** What is signed: an id that is the same on every attempt, when it is sent, and the bytes of the body. */
interface Message {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestampS: number;
  readonly body: string;
}

/**
 * The headers by which a receiver knows that a request is ours, as standardwebhooks.com has them.
 *
 * @param secrets `whsec_…`; each signs, so that a receiver may know any of them
 */
export const signedHeaders = (message: Message, secrets: readonly string[]) => ({
  'webhook-id': message.id,
  'webhook-timestamp': String(message.timestampS),
  'webhook-signature': secrets.map((secret) => `v1,${signatureOf(message, secret)}`).join(' '),
});

function signatureOf({ id, timestampS, body }: Message, secret: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestampS}.${body}`).digest('base64');
}
