import type { Ref, ShallowRef } from 'vue';
import { newDeviceId } from '@inkling/client';
import type { useAccountStore } from '../../../shared/session/account-store';
import { recall, remember } from '../../../shared/storage';
import { outboxDatabase } from './outbox-database';
import {
  handedOver,
  isBy,
  isFresh,
  readFormer,
  withUnsent,
  type Said,
  type Unsent,
} from './unsent';

/** What shows what waits. */
export interface OutboxItemsParts {
  readonly account: Pick<ReturnType<typeof useAccountStore>, 'account'>;
  readonly waiting: ShallowRef<readonly Unsent[]>;
  /** Why one could not be kept. */
  readonly failure: Ref<string>;
}

type Work = (items: readonly Unsent[]) => readonly Unsent[];

/** Where versions of before kept labels. */
const FORMER = 'inkling-unsent';

/** What waits to be sent, where it outlives the page; what is the person's at this page is shown. */
export async function openOutboxItems({ account, waiting, failure }: OutboxItemsParts) {
  const database = await outboxDatabase.open();
  /** What there was no room for: it lasts as long as the page. */
  let loose: readonly Unsent[] = [];
  let isPersonKnown = false;
  /** The words about that which are shown. */
  let told = '';
  /** Corrections that were made here, by the id of what they are of, and by the id that it waited with. */
  const made = new Map<string, Said>();
  /** What the server knows it by, by the id that it waited with. */
  const answerIds = new Map<string, string>();

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
    if (failure.value === told && lastLoose() === undefined) failure.value = told = '';
    return waiting.value;
  }

  function lastLoose(): Unsent | undefined {
    return (database.lasts ? loose : waiting.value).at(-1);
  }

  /** Says of what lasts as long as the page that it does; nothing where all is kept. */
  function tellLoose(): void {
    const item = lastLoose();
    const why = database.lasts ? 'has no room to keep' : 'can’t keep';
    told = item ? `This browser ${why} ${item.said}. Leave the page open until it is sent.` : '';
    failure.value = told;
  }

  /** The server was asked who is at this page: without an account, nobody is. */
  function knowPerson(): void {
    isPersonKnown = true;
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
    if (kept && isKept) {
      show([...kept, ...loose]);
      if (!database.lasts) tellLoose();
      return;
    }
    loose = withUnsent(loose, given) ?? loose;
    show([...waiting.value.filter(({ id }) => id !== item.id), ...loose]);
    tellLoose();
  }

  /** @returns whether it waited still */
  async function takeOut(id: string): Promise<boolean> {
    let wasThere = false;
    await change((items) =>
      items.filter((item) => {
        if (item.id === id) wasThere = true;
        return item.id !== id;
      }),
    );
    return wasThere;
  }

  /** Notes what is known of an item now, should the page be closed. */
  async function note(id: string, news: Partial<Unsent>): Promise<void> {
    if (news.answerId !== undefined) answerIds.set(id, news.answerId);
    const noted = (item: Unsent): Unsent => ({ ...item, ...news }) as Unsent;
    await change((items) => items.map((item) => (item.id === id ? noted(item) : item)));
  }

  /** It is done with; what was said of it meanwhile waits on. @param correction that was made of it, if any */
  async function settle(sent: Unsent, correction: Said | undefined): Promise<void> {
    const answerId = answerIds.get(sent.id) ?? sent.answerId;
    if (correction) made.set(sent.id, correction);
    if (correction && answerId !== undefined) know(answerId, correction);
    await change((items) =>
      items.flatMap((item) => {
        if (item.id !== sent.id) {
          const isOfSame = answerId !== undefined && item.answerId === answerId;
          return isOfSame && correction && !item.clash ? { ...item, previous: correction } : item;
        }
        return item.said === sent.said ? [] : { ...item, previous: correction ?? item.previous };
      }),
    );
  }

  /** What the server has by now of what it knows by this id. */
  function know(answerId: string, correction: Said | null): void {
    const waited = [...answerIds].filter(([, known]) => known === answerId).map(([id]) => id);
    for (const id of [answerId, ...waited]) {
      if (correction) made.set(id, correction);
      else made.delete(id);
    }
  }

  /** The server was told by a page, or by the outbox itself. @param sending the id of what that sends */
  async function overtake(
    answerId: string,
    correction: Said | null,
    sending: string | undefined,
  ): Promise<void> {
    know(answerId, correction);
    const isOfIt = (item: Unsent): boolean => item.answerId === answerId;
    const old = waiting.value.filter(isOfIt);
    // What waits behind the outbox's own was said after it.
    if (!correction || old.length === 0 || old.some(({ id }) => id === sending)) return;
    await change((items) => items.filter((item) => !isOfIt(item)));
  }

  /** Who becomes a guest, or signs in, at this page takes along what they said before, as the server does it. */
  const handOver = (former: string | null, now: string | null) =>
    change((items) => handedOver(items, former, now));

  /** Nothing of who was here stays in the browser; nothing at all where that is not known. */
  const forget = (person: string | undefined) =>
    change((items) => items.filter((item) => person !== undefined && !isBy(person, item)));

  return { change, knowPerson, tellLoose, keep, takeOut, note, settle, overtake, handOver, forget };
}
