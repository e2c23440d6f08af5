import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { ServerProblem } from '../../../shared/api/errors';
import type { LineQuestion } from '../../../shared/api/lines';
import type { Question } from '../../../shared/api/predictions';
import { useServerStore } from '../../../shared/api/server-store';
import { newDeviceId } from '@inkling/client';
import { late } from '../../../shared/late-script';
import { useLaterStore } from '../../../shared/later-store';
import { useAccountStore } from '../../../shared/session/account-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useHistoryStore } from '../../history/history-store';
import type { Outbox } from './outbox';
import type { Said, Unsent, UnsentDrawing, UnsentLine } from './unsent';
import type { Sheet } from '../sheet/sheet';

/** What is said of a sheet, or of something that the server has. */
export interface Given<Question> {
  /** None where the server has the drawing already. */
  readonly sheet?: Sheet | undefined;
  /** Of a drawing that this device read: the id that it gave it. */
  readonly id?: string | undefined;
  /** What was known to be said of it; `undefined` where that is not known. */
  readonly previous?: Said | null | undefined;
  readonly question: Question;
  /** The prediction or line on the server, where it was read already. */
  readonly answerId?: string | undefined;
  /** The label or text. */
  readonly said: string;
}

/** Loaded after the first answer: it is no part of the first visit. */
const loadOutbox = late(() => import('./outbox'));

/** Labelled drawings and lines that are sent behind the back of the next one, in order, once the server answers. */
export const useOutboxStore = defineStore('outbox', () => {
  const server = useServerStore();
  const session = useSessionStore();
  const account = useAccountStore();
  const history = useHistoryStore();

  const waiting = shallowRef<readonly Unsent[]>([]);
  /** Why one could not be kept. */
  const failure = ref('');
  /** How many are on their way to where they outlive the page. */
  const keeping = ref(0);
  /** The first that was said elsewhere in another way meanwhile. */
  const clash = computed(() => waiting.value.find((item) => item.clash !== undefined));
  /** By the number of a drawing of this page. */
  const ids = new Map<number, string>();
  const held = new Set<string>();
  /** What came before the outbox was open. */
  let unkept: readonly Unsent[] = [];
  let opened: Promise<Outbox> | undefined;
  /** Who was at this page last. */
  let person = account.account?.id;
  let isLeft = false;

  function open(): Promise<Outbox> {
    opened ??= loadOutbox()
      .then(({ openOutbox }) =>
        openOutbox({ server, session, account, history, waiting, failure, held }),
      )
      .catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
    return opened;
  }

  const post = (given: Given<Question>): Promise<void> =>
    add({ kind: 'drawing', question: given.question, ...baseOf(given) });

  const postLine = (given: Given<LineQuestion>): Promise<void> =>
    add({ kind: 'line', question: given.question, ...baseOf(given) });

  function baseOf({ sheet, id: known, answerId, said, previous }: Given<unknown>) {
    const id = known ?? (sheet && ids.get(sheet.drawing)) ?? waitingIdOf(answerId) ?? newDeviceId();
    if (sheet) ids.set(sheet.drawing, id);
    held.delete(id);
    const isRead = answerId !== undefined;
    return {
      ...{ id, givenMs: Date.now(), writer: account.account?.id ?? null, answerId, said },
      strokes: isRead ? [] : (sheet?.strokes ?? []),
      picture: isRead ? null : (sheet?.picture ?? null),
      previous: previous ?? (isRead ? previous : null),
    };
  }

  /** What was said of the same before, and waits, is replaced. */
  function waitingIdOf(answerId: string | undefined): string | undefined {
    if (answerId === undefined) return undefined;
    return waiting.value.find((item) => item.answerId === answerId)?.id;
  }

  /** Resolves when it outlives the page. */
  async function add(item: UnsentDrawing | UnsentLine): Promise<void> {
    waiting.value = [...waiting.value.filter(({ id }) => id !== item.id), item];
    unkept = [...unkept.filter(({ id }) => id !== item.id), item];
    await keepAll();
    if (!held.has(item.id)) void send();
  }

  /** Where the outbox can't be opened, what was said waits in this page. */
  async function keepAll(): Promise<Outbox | undefined> {
    keeping.value++;
    try {
      const outbox = await open();
      for (let item = unkept[0]; item; item = unkept[0]) {
        unkept = unkept.slice(1);
        await outbox.keep(item);
      }
      return outbox;
    } catch {
      return undefined;
    } finally {
      keeping.value--;
    }
  }

  /** As `post`, of a drawing whose page deals with it itself as long as it is there. */
  function hold(sheet: Sheet, keep: () => Promise<void>): Promise<void> {
    const kept = keep();
    held.add(ids.get(sheet.drawing)!);
    return kept;
  }

  const isHeld = (drawing: number): boolean => held.has(idOf(drawing) ?? '');

  /** As `hold`, of what waits already; what is on its way arrives first. */
  async function pause(id: string): Promise<void> {
    held.add(id);
    const outbox = await opened?.catch(() => undefined);
    await outbox?.arrived(id);
  }

  /** The page leaves it to the outbox, though its sheet was not left. */
  function release(id: string): void {
    held.delete(id);
    void send();
  }

  /** The id that a drawing of this page waits with, or waited with. */
  const idOf = (drawing: number): string | undefined => ids.get(drawing);

  /** The page has dealt with it, or its writer took it back. @returns whether it waited still */
  async function drop(drawing: number): Promise<boolean> {
    const id = ids.get(drawing);
    ids.delete(drawing);
    return id !== undefined && (await takeOut(id));
  }

  /** Takes back what waits. @returns whether it waited still */
  async function takeOut(id: string): Promise<boolean> {
    const isUnkept = unkept.some((item) => item.id === id);
    held.delete(id);
    unkept = unkept.filter((item) => item.id !== id);
    waiting.value = waiting.value.filter((item) => item.id !== id);
    const wasKept = await (await open()).takeOut(id);
    return isUnkept || wasKept;
  }

  /** Reads a drawing under the id that it waits with, where it does: another tab may send it at the same moment. */
  async function identified<T>(
    drawing: number,
    read: (id: { readonly id?: string }) => Promise<T>,
  ): Promise<T> {
    const id = isHeld(drawing) ? ids.get(drawing) : undefined;
    if (id === undefined) return read({});
    return read({ id }).catch((error: unknown) => {
      if (error instanceof ServerProblem && error.code === 'id_taken') return read({});
      throw error;
    });
  }

  async function send(): Promise<void> {
    if (!isLeft) await (await keepAll())?.send();
  }

  /** What its writer makes of a clash. */
  const decide = async (id: string, keeps: 'theirs' | 'mine'): Promise<void> =>
    (await open()).decide(id, keeps);

  const later = useLaterStore();
  later.onTold(
    (told) => void opened?.then((outbox) => outbox.overtake(told)).catch(() => undefined),
  );
  later.onKeep(({ answerId, said, previous, ...about }) => {
    const given = { answerId, said, previous };
    return about.kind === 'line'
      ? postLine({ ...given, question: { task: about.task, top: 1 } })
      : post({ ...given, question: { task: about.task, top: 1 } });
  });

  watch(
    () => server.away,
    (away) => !away && void send(),
  );

  // Who becomes a guest, or signs in, at this page takes along what they said before, as the server does it.
  watch(
    () => account.account,
    (now, before) => {
      if (now) person = now.id;
      if (before && !before.isGuest) return;
      const [former, next] = [before?.id ?? null, now?.id ?? null];
      unkept = unkept.map((item) => (item.writer === former ? { ...item, writer: next } : item));
      void opened?.then(
        (outbox) => outbox.handOver(former, next),
        () => undefined,
      );
    },
    { flush: 'sync' },
  );

  session.onDepart(async () => {
    isLeft = true;
    waiting.value = unkept = [];
    await (await open()).forget(person);
  });

  return {
    ...{ waiting, failure, keeping, clash },
    ...{ post, postLine, hold, isHeld, idOf, pause, release, drop, takeOut },
    ...{ identified, send, decide },
  };
});
