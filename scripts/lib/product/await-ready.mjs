import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../refusal.mjs';

const WITHIN_MS = 120_000;
const POLL_MS = 50;

/** @param {string} url */
const answer = async (url) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
};

/**
 * Waits until the API answers, and tells what it says of itself.
 *
 * @param {string} address
 * @param {import('./service.mjs').Service} api
 * @param {AbortSignal} signal
 * @returns {Promise<string[]>} what is missing, a sentence each
 */
export const awaitReady = async (address, api, signal) => {
  /** @type {string | undefined} */
  let ended;
  void api.exited.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + WITHIN_MS;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    if (ended !== undefined) {
      throw new Refusal(api.lastWords() || `The server ended while starting (${ended}).`);
    }
    const live = await answer(`${address}/api/health/live`);
    if (live?.status === 200) return await problemsOf(address);
    await wait(POLL_MS);
  }
  throw new Refusal(`The server did not answer within ${WITHIN_MS / 1000} s.`);
};

/** @param {string} address @returns {Promise<string[]>} */
const problemsOf = async (address) => {
  const ready = await answer(`${address}/api/health/ready`);
  if (!ready) return [];
  try {
    /** @type {{ problems?: { detail: string }[] }} */
    const { problems = [] } = JSON.parse(ready.body);
    return problems.map(({ detail }) => detail);
  } catch {
    return [];
  }
};
