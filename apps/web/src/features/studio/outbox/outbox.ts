import { messageOf } from '@inkling/contract';
import { useTimeoutFn } from '@vueuse/core';
import type { Ref, ShallowRef } from 'vue';
import { ServerAway, ServerProblem } from '../../../shared/api/errors';
import type { useServerStore } from '../../../shared/api/server-store';
import { newDeviceId } from '../../../shared/device-id';
import { late } from '../../../shared/late-script';
import type { useAccountStore } from '../../../shared/session/account-store';
import type { useSessionStore } from '../../../shared/session/session-store';
import { recall, remember } from '../../../shared/storage';
import type { useHistoryStore } from '../../history/history-store';
import { deliverDrawing, showTheirLabel, type Delivery } from './deliver';
import { outboxDatabase } from './outbox-database';
import { CLAIM_MS, createTurn } from './turn';
import {
  handedOver,
  isBy,
  isFresh,
  readFormer,
  theirsIn,
  withUnsent,
  type Said,
  type Unsent,
} from './unsent';

/** What the store of the outbox shows, and the stores that it works with. */
export interface OutboxParts {
  readonly server: ReturnType<typeof useServerStore>;
  readonly session: ReturnType<typeof useSessionStore>;
  readonly account: ReturnType<typeof useAccountStore>;
  readonly history: ReturnType<typeof useHistoryStore>;
  readonly waiting: ShallowRef<readonly Unsent[]>;
  /** Why one could not be kept. */
  readonly failure: Ref<string>;
  /** What this page still deals with itself. */
  readonly held: ReadonlySet<string>;
}

type Work = (items: readonly Unsent[]) => readonly Unsent[];

/** Where versions of before kept labels. */
const FORMER = 'inkling-unsent';

const deliverLines = late(() => import('./deliver-line'));

/**
 * Keeps what was said where it outlives the page, and sends it in order once the server answers. One tab does so at a
 * time, and never in the name of another person.
 */
export async function openOutbox(parts: OutboxParts) {
  const { server, session, account, history, waiting, failure, held } = parts;
  const database = await outboxDatabase.open();
  const turn = createTurn();
  /** What there was no room for: it lasts as long as the page. */
  let loose: readonly Unsent[] = [];
  let isPersonKnown = false;
  let isSending = false;
  let isWanted = false;
  let isLeaving = false;
  let delivering: { readonly id: string; readonly done: Promise<void> } | undefined;
  /** Corrections that were made here, by the id of what they are of, and by the id that it waited with. */
  const made = new Map<string, Said>();
  /** What the server knows it by, by the id that it waited with. */
  const answerIds = new Map<string, string>();
  const later = useTimeoutFn(() => void send(), CLAIM_MS, { immediate: false });

  const delivery: Delivery = { session, history, note };

  await database.change((items) => {
    const former = readFormer(recall(localStorage, FORMER), newDeviceId);
    remember(localStorage, FORMER, null);
    return [...items, ...former];
  });
  await change((items) => items);

  async function change(work: Work): Promise<readonly Unsent[]> {
    loose = work(loose);
    const nowMs = Date.now();
    const kept = await database.change((items) => work(items.filter((one) => isFresh(one, nowMs))));
    return show([...kept, ...loose]);
  }

  function show(items: readonly Unsent[]): readonly Unsent[] {
    const person = account.account?.id ?? null;
    const isTold = isPersonKnown || person !== null;
    waiting.value = isTold ? items.filter((item) => isBy(person, item)) : items;
    return waiting.value;
  }

  /** In the place of what waits under the same id. */
  async function keep(item: Unsent): Promise<void> {
    const given = {
      ...item,
      answerId: item.answerId ?? answerIds.get(item.id),
      previous: made.get(item.answerId ?? item.id) ?? item.previous,
    };
    let isKept = false;
    const add: Work = (items) => {
      const next = withUnsent(items, given);
      isKept = next !== undefined;
      return next ?? items;
    };
    const kept = await database.change(add).catch(() => undefined);
    if (kept && isKept) return void show([...kept, ...loose]);
    loose = withUnsent(loose, given) ?? loose;
    show([...waiting.value.filter(({ id }) => id !== item.id), ...loose]);
    failure.value = `This browser has no room to keep ${item.said}. Leave the page open until it is sent.`;
  }

  /** Resolves when what waits under an id is not on its way. */
  async function arrived(id: string): Promise<void> {
    if (delivering?.id === id) await delivering.done;
  }

  /** @returns whether it waited still: it may be sent by now */
  async function takeOut(id: string): Promise<boolean> {
    await arrived(id);
    let wasThere = false;
    await change((items) =>
      items.filter((item) => {
        if (item.id === id) wasThere = true;
        return item.id !== id;
      }),
    );
    return wasThere;
  }

  async function note(id: string, news: Partial<Unsent>): Promise<void> {
    if (news.answerId !== undefined) answerIds.set(id, news.answerId);
    const noted = (item: Unsent): Unsent => ({ ...item, ...news }) as Unsent;
    await change((items) => items.map((item) => (item.id === id ? noted(item) : item)));
  }

  /** Sends what waits, also what an earlier visit left. */
  async function send(): Promise<void> {
    isWanted = true;
    if (isSending || isLeaving) return;
    later.stop();
    isSending = true;
    try {
      while (takeWish() && waiting.value.some(isToSend)) {
        await account.load();
        isPersonKnown = true;
        failure.value = '';
        await turn.run(sendAll);
      }
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
      else failure.value = messageOf(error);
    } finally {
      isSending = false;
    }
    // Refused for now, or another tab has its turn, which may be closed before it is done.
    if (waiting.value.some(isToSend) && !server.away) later.start();
  }

  function takeWish(): boolean {
    const was = isWanted;
    isWanted = false;
    return was;
  }

  const isToSend = ({ id, clash }: Unsent): boolean => clash === undefined && !held.has(id);

  async function sendAll(stay: () => void): Promise<void> {
    for (;;) {
      // Another tab may have sent some.
      const item = (await change((items) => items)).find(isToSend);
      if (!item || server.away || isLeaving) return;
      stay();
      const done = deliver(item);
      delivering = { id: item.id, done: done.catch(() => undefined) };
      try {
        await done;
      } finally {
        delivering = undefined;
      }
    }
  }

  /** Throws what may be over when it is tried again. */
  async function deliver(item: Unsent): Promise<void> {
    let sent: Said | undefined;
    try {
      sent = await deliverOne(item);
      made.set(item.id, sent);
      if (item.answerId !== undefined) made.set(item.answerId, sent);
    } catch (error) {
      if (error instanceof ServerProblem && error.current) {
        return note(item.id, { clash: error.current });
      }
      if (!isFinal(error)) throw error;
      failure.value = refusalOf(item, error);
    }
    await change((items) =>
      items.flatMap((one) => {
        if (one.id !== item.id) return one;
        // Something else was said of it meanwhile.
        return one.said === item.said ? [] : { ...one, previous: sent ?? one.previous };
      }),
    );
  }

  async function deliverOne(item: Unsent): Promise<Said> {
    if (item.kind === 'drawing') return deliverDrawing(item, delivery);
    const { deliverLine } = await deliverLines();
    return deliverLine(item, delivery);
  }

  /** What its writer makes of a clash. */
  async function decide(id: string, keeps: 'theirs' | 'mine'): Promise<void> {
    const decided = waiting.value.find((item) => item.id === id);
    await change((items) =>
      items.flatMap((item) => {
        if (item.id !== id || !item.clash) return item;
        const previous = { id: item.clash.id, said: theirsIn(item.clash) };
        return keeps === 'theirs' ? [] : { ...item, previous, clash: undefined };
      }),
    );
    if (keeps === 'mine') await send();
    else if (decided) await showTheirs(decided);
  }

  async function showTheirs(item: Unsent): Promise<void> {
    if (item.kind === 'drawing') return showTheirLabel(item, delivery);
    const { showTheirText } = await deliverLines();
    await showTheirText(item);
  }

  /** Who becomes a guest, or signs in, at this page takes along what they said before, as the server does it. */
  const handOver = (former: string | null, now: string | null) =>
    change((items) => handedOver(items, former, now));

  /** Nothing of who was here stays in the browser; nothing at all where that is not known. */
  const forget = (person: string | undefined) =>
    change((items) => items.filter((item) => person !== undefined && !isBy(person, item)));

  addEventListener('pagehide', () => {
    isLeaving = true;
    turn.end();
  });
  // Back from where browsers keep pages that were left.
  addEventListener('pageshow', ({ persisted }) => {
    isLeaving = false;
    if (persisted) void send();
  });

  return { keep, arrived, takeOut, send, decide, handOver, forget };
}

export type Outbox = Awaited<ReturnType<typeof openOutbox>>;

function refusalOf({ kind, said }: Unsent, error: unknown): string {
  return kind === 'line'
    ? `“${said}” wasn’t saved. ${messageOf(error)}`
    : `Couldn’t save the label ${said} of an earlier drawing. ${messageOf(error)}`;
}

/** Whether asking again would change nothing. */
function isFinal(error: unknown): boolean {
  if (error instanceof ServerAway) return false;
  if (!(error instanceof ServerProblem)) return true;
  return error.status < 500 && ![401, 403, 408, 429].includes(error.status);
}
