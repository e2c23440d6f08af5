import { messageOf, type PredictionResponse } from '@inkling/contract';
import { useTimeoutFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { attempt } from './attempt';
import { ServerAway, ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import { readSheet } from './read-sheet';
import { recall, remember } from '../../../shared/storage';
import {
  fromKept,
  isBy,
  isClaimed,
  readUnsent,
  toKept,
  writeUnsent,
  CLAIM_MS,
  type KeptUnsent,
  type Unsent,
} from './unsent';
import { useAccountStore } from '../../../shared/session/account-store';
import { useHistoryStore } from '../../history/history-store';
import { useServerStore } from '../../../shared/api/server-store';
import { useSessionStore } from '../../../shared/session/session-store';

const KEY = 'inkling-unsent';

/**
 * Labelled drawings that are sent behind the back of the next one, in order, once the server answers. They
 * outlive the page, and are sent by nobody but who gave them.
 */
export const useOutboxStore = defineStore('outbox', () => {
  const server = useServerStore();
  const session = useSessionStore();
  const account = useAccountStore();
  const history = useHistoryStore();

  const waiting = shallowRef<readonly Unsent[]>(kept().map(fromKept));
  /** Those that lie in the storage: when one is missing there, another tab has sent it. */
  let stored = new Set(waiting.value.map(({ id }) => id));
  /** Why one could not be kept. */
  const failure = ref('');
  let isSending = false;
  let isLeaving = false;
  const later = useTimeoutFn(() => void send(), CLAIM_MS, { immediate: false });

  /** @param item with an id where this device read it */
  function post(item: Omit<Unsent, 'id' | 'givenMs' | 'writer'> & { readonly id?: string }): void {
    const givenMs = Date.now();
    // `crypto.randomUUID` is missing where a page comes over plain http.
    const id = item.id ?? `${givenMs.toString(36)}-${Math.random().toString(36).slice(2)}`;
    const writer = account.account?.id ?? null;
    const unsent: Unsent = { ...item, id, givenMs, writer };
    waiting.value = [...waiting.value, unsent];
    const added = toKept(unsent);
    if (added) keep((items) => [...items, added]);
    if (kept().some((one) => one.id === id)) stored.add(id);
    void send();
  }

  /** Sends what waits, also what an earlier visit left. */
  async function send(): Promise<void> {
    if (isSending || isLeaving || waiting.value.length === 0) return;
    isSending = true;
    later.stop();
    failure.value = '';
    try {
      await account.load();
      waiting.value = waiting.value.filter((item) => isBy(account.account?.id ?? null, item));
      for (let next = claimNext(); next; next = claimNext()) await deliverOrRefuse(next);
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
      else failure.value = messageOf(error);
    } finally {
      isSending = false;
    }
    // Refused for now, or another tab has it, which may be closed before it is done.
    if (waiting.value.length > 0 && !server.away) later.start();
  }

  /** Throws what may be over when it is tried again. */
  async function deliverOrRefuse(item: Unsent): Promise<void> {
    try {
      await deliver(item);
    } catch (error) {
      if (!isFinal(error)) {
        release();
        throw error;
      }
      failure.value = `Couldn’t save the label ${item.label} of an earlier drawing. ${messageOf(error)}`;
    }
    waiting.value = waiting.value.filter(({ id }) => id !== item.id);
    keep((items) => items.filter(({ id }) => id !== item.id));
    stored.delete(item.id);
  }

  async function deliver(item: Unsent): Promise<void> {
    await history.correct(item.predictionId ?? (await read(item)), item.label);
  }

  async function read(item: Unsent): Promise<string> {
    const { sheet, question } = item;
    const { signal } = new AbortController();
    const ask = async (): Promise<PredictionResponse> => {
      await session.ensure();
      return attempt((inner) => readSheet(sheet, question, inner), { signal });
    };
    let answer = await ask();
    if (answer.recorded === false) throw new ServerUnsaved();
    if (!answer.correctable) {
      // The server knows this guest no longer: become one again.
      session.forget();
      answer = await ask();
    }
    history.add(answer, question.replaces);
    // Not read twice, should the page be closed now.
    change((one) => (one.id === item.id ? { ...one, predictionId: answer.id } : one));
    return answer.id;
  }

  /** The first that no other tab has sent, or is sending. */
  function claimNext(): Unsent | undefined {
    if (server.away || isLeaving) return undefined;
    const nowMs = Date.now();
    const found = new Map(kept().map((one) => [one.id, one]));
    waiting.value = waiting.value.filter(({ id }) => !stored.has(id) || found.has(id));
    const next = waiting.value.find(({ id }) => {
      const one = found.get(id);
      return !one || !isClaimed(one, nowMs);
    });
    if (next) {
      const claimed = (one: KeptUnsent) =>
        one.id === next.id ? { ...one, claimedMs: nowMs } : one;
      keep((items) => items.map(claimed));
    }
    return next;
  }

  /** This tab sends nothing for now. */
  function release(): void {
    keep((items) =>
      items.map((one) => (stored.has(one.id) ? { ...one, claimedMs: undefined } : one)),
    );
  }

  function change(work: (item: Unsent) => Unsent): void {
    waiting.value = waiting.value.map(work);
    const changed = new Map(waiting.value.map((item) => [item.id, toKept(item)]));
    keep((items) => items.map((one) => ({ ...one, ...changed.get(one.id) })));
  }

  function keep(work: (items: readonly KeptUnsent[]) => readonly KeptUnsent[]): void {
    remember(localStorage, KEY, writeUnsent(work(kept())));
  }

  function kept(): KeptUnsent[] {
    return readUnsent(recall(localStorage, KEY), Date.now());
  }

  /** Nothing of who was here stays in the browser. */
  function forget(): void {
    waiting.value = [];
    stored = new Set();
    remember(localStorage, KEY, null);
  }

  watch(
    () => server.away,
    (away) => !away && void send(),
  );

  // Who becomes a guest, or signs in, at this page takes along what they said before, as the server does it.
  watch(
    () => account.account,
    (now, before) => {
      if (before && !before.isGuest) return;
      const former = before?.id ?? null;
      change((item) => (item.writer === former ? { ...item, writer: now?.id ?? null } : item));
    },
    { flush: 'sync' },
  );

  session.onDepart(forget);

  addEventListener('pagehide', () => {
    isLeaving = true;
    release();
  });
  // Back from where browsers keep pages that were left.
  addEventListener('pageshow', ({ persisted }) => {
    isLeaving = false;
    if (persisted) void send();
  });

  return { waiting, failure, post, send };
});

/** Whether asking again would change nothing. */
function isFinal(error: unknown): boolean {
  if (error instanceof ServerAway) return false;
  if (!(error instanceof ServerProblem)) return true;
  return error.status < 500 && ![401, 403, 408, 429].includes(error.status);
}
