import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../refusal.mjs';

const SLOW_AFTER_MS = 120_000;
const POLL_MS = 50;

/** @param {string} url @param {AbortSignal} signal */
const answer = async (url, signal) => {
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(2_000)]);
    const response = await fetch(url, { signal: within });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
};

/**
 * Waits until the API answers. It may take its time, with a memory of many samples for a new network say:
 * as long as it lives, it is waited for.
 *
 * @param {string} address
 * @param {import('./service.mjs').Service} api
 * @param {AbortSignal} signal
 * @param {() => void} onSlow called each time that it has taken so long again
 * @param {number} [slowAfterMs]
 */
export const awaitLive = async (address, api, signal, onSlow, slowAfterMs = SLOW_AFTER_MS) => {
  /** @type {string | undefined} */
  let ended;
  void api.exited.then((how) => {
    ended = how;
  });
  let slowAtMs = Date.now() + slowAfterMs;
  for (;;) {
    signal.throwIfAborted();
    if (ended !== undefined) {
      throw new Refusal(api.lastWords() || `The server ended while starting (${ended}).`);
    }
    const live = await answer(`${address}/api/health/live`, signal);
    if (live?.status === 200) return;
    await wait(POLL_MS);
    if (Date.now() < slowAtMs) continue;
    slowAtMs += slowAfterMs;
    onSlow();
  }
};

/**
 * What the API says is missing, a sentence each; nothing where it does not answer.
 *
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<string[]>}
 */
export const missingAt = async (address, signal) => {
  const ready = await answer(`${address}/api/health/ready`, signal);
  if (!ready) return [];
  try {
    /** @type {{ problems?: { detail: string }[] }} */
    const { problems = [] } = JSON.parse(ready.body);
    return problems.map(({ detail }) => detail);
  } catch {
    return [];
  }
};
