import { messageOf } from '@inkling/contract';
import { useTimeoutFn } from '@vueuse/core';
import { ServerAway, ServerProblem } from '../../../shared/api/errors';
import type { useServerStore } from '../../../shared/api/server-store';
import type { Told } from '../../../shared/later-store';
import { late } from '../../../shared/late-script';
import type { useAccountStore } from '../../../shared/session/account-store';
import type { useSessionStore } from '../../../shared/session/session-store';
import type { useHistoryStore } from '../../history/history-store';
import { PictureTooLarge } from '../pictures/pictures';
import { deliverDrawing, showTheirLabel, type Delivery } from './deliver';
import { openOutboxItems, type OutboxItemsParts } from './outbox-items';
import { CLAIM_MS, createTurn } from './turn';
import { theirsIn, type Said, type Unsent } from './unsent';

/** What the store of the outbox shows, and the stores that it works with. */
export interface OutboxParts extends OutboxItemsParts {
  readonly server: ReturnType<typeof useServerStore>;
  readonly session: ReturnType<typeof useSessionStore>;
  readonly account: ReturnType<typeof useAccountStore>;
  readonly history: ReturnType<typeof useHistoryStore>;
  /** What this page still deals with itself. */
  readonly held: ReadonlySet<string>;
}

const deliverLines = late(() => import('./deliver-line'));

/**
 * Keeps what was said where it outlives the page, and sends it in order once the server answers. One tab does so at a
 * time, and never in the name of another person.
 */
export async function openOutbox(parts: OutboxParts) {
  const { server, session, account, history, waiting, failure, held } = parts;
  const items = await openOutboxItems(parts);
  const turn = createTurn();
  let isSending = false;
  let isWanted = false;
  let isLeaving = false;
  let delivering: { readonly id: string; readonly done: Promise<void> } | undefined;
  const later = useTimeoutFn(() => void send(), CLAIM_MS, { immediate: false });

  const delivery: Delivery = {
    ...{ session, history },
    // Where there is no room for it, it is found out again the next time.
    note: (id, news) => items.note(id, news).catch(() => undefined),
  };

  /** Resolves when what waits under an id is not on its way. */
  async function arrived(id: string): Promise<void> {
    if (delivering?.id === id) await delivering.done;
  }

  /** @returns whether it waited still: it may be sent by now */
  async function takeOut(id: string): Promise<boolean> {
    await arrived(id);
    return items.takeOut(id);
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
        items.knowPerson();
        items.tellLoose();
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
      const item = (await items.change((all) => all)).find(isToSend);
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
    let correction: Said | undefined;
    try {
      correction = await deliverOne(item);
    } catch (error) {
      if (error instanceof ServerProblem && error.current) {
        return items.note(item.id, { clash: error.current });
      }
      if (!isFinal(error)) throw error;
      failure.value = refusalOf(item, error);
    }
    await items.settle(item, correction);
  }

  async function deliverOne(item: Unsent): Promise<Said> {
    if (item.kind === 'drawing') return deliverDrawing(item, delivery);
    const { deliverLine } = await deliverLines();
    return deliverLine(item, delivery);
  }

  /** What its writer makes of a clash. */
  async function decide(id: string, keeps: 'theirs' | 'mine'): Promise<void> {
    const decided = waiting.value.find((item) => item.id === id);
    await items.change((all) =>
      all.flatMap((item) => {
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

  addEventListener('pagehide', () => {
    isLeaving = true;
    turn.end();
  });
  // Back from where browsers keep pages that were left.
  addEventListener('pageshow', ({ persisted }) => {
    isLeaving = false;
    if (persisted) void send();
  });

  const overtake = ({ answerId, correction }: Told): Promise<void> =>
    items.overtake(answerId, correction, delivering?.id);

  const { keep, handOver, forget } = items;
  return { keep, arrived, takeOut, send, decide, overtake, handOver, forget };
}

export type Outbox = Awaited<ReturnType<typeof openOutbox>>;

function refusalOf({ kind, said }: Unsent, error: unknown): string {
  return kind === 'line'
    ? `“${said}” wasn’t saved. ${messageOf(error)}`
    : `Couldn’t save the label ${said} of an earlier drawing. ${messageOf(error)}`;
}

/** Whether asking again would change nothing. What this browser lacks for now, room or a script, may be there later. */
function isFinal(error: unknown): boolean {
  if (error instanceof PictureTooLarge) return true;
  if (!(error instanceof ServerProblem)) return false;
  return error.status < 500 && ![401, 403, 408, 429].includes(error.status);
}
