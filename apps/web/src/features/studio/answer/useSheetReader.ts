import { ref } from 'vue';
import { useServerStore } from '../../../shared/api/server-store';
import type { Sheet } from '../sheet/sheet';
import { attempt } from '../../../shared/api/attempt';
import { finishing } from './finishing';
import { createLatest } from './latest';
import { useOutboxStore } from '../outbox/outbox-store';
import { readSomewhere } from './read-somewhere';
import type { useDevice } from './useDevice';
import { useGuest } from './useGuest';

export interface Asked {
  readonly sheet: Sheet;
  /** Whether the session was renewed for this question. */
  readonly renewed: boolean;
}

export interface Read<Answer, Question> {
  readonly answer: Answer;
  /** What was asked when it was sent. */
  readonly question: Question;
}

export interface SheetReaderOptions<Answer, Question> {
  readonly device: Pick<ReturnType<typeof useDevice>, 'may' | 'isAlways'>;
  /** How long one attempt of the server may take, in ms. @defaultValue see `attempt` */
  readonly timeoutMs?: number | undefined;
  readonly questionOf: (sheet: Sheet) => Question;
  /** @param onlyKept nothing is downloaded for it */
  readonly readHere: (sheet: Sheet, question: Question, onlyKept: boolean) => Promise<Answer>;
  readonly readByServer: (
    sheet: Sheet,
    question: Question & { readonly id?: string },
    signal: AbortSignal,
  ) => Promise<Answer>;
  /** An answer that nobody waits for any more, and that stands for its drawing. */
  readonly onLate: (answer: Answer, sheet: Sheet, question: Question) => void;
  /** Deletes answers that stand for nothing. */
  readonly remove: (ids: readonly string[]) => Promise<void>;
  readonly onAnswer: (read: Read<Answer, Question>, asked: Asked) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Has a sheet read by the server or on this device; the latest question wins. */
export function useSheetReader<
  Answer extends { readonly id: string; readonly correctable: boolean },
  Question,
>(options: SheetReaderOptions<Answer, Question>) {
  const { device, questionOf, readHere, readByServer, onLate, remove, onAnswer } = options;
  const server = useServerStore();
  const outbox = useOutboxStore();
  const { ensureGuest, guestRefusal } = useGuest();

  /** 0, or the number of the further attempt that runs. */
  const retry = ref(0);
  /** The last request that a drawing was sent with; what an earlier one brings stands for nothing. */
  const sent = new Map<number, number>();
  let requests = 0;

  const latest = createLatest<Asked, Read<Answer, Question>>({
    run: read,
    onAnswer,
    onFailure: options.onFailure,
  });

  function ask(asked: Asked, pauseMs: number): void {
    retry.value = 0;
    latest.ask(asked, pauseMs);
  }

  function read({ sheet }: Asked, signal: AbortSignal): Promise<Read<Answer, Question>> {
    const { timeoutMs } = options;
    const onRetry = (number: number): void => void (retry.value = number);
    return readSomewhere(sheet, {
      ...{ server, device },
      here: async (onlyKept) => {
        const question = questionOf(sheet);
        return { answer: await readHere(sheet, question, onlyKept), question };
      },
      there: () =>
        attempt((inner) => readThere(sheet, inner), {
          ...{ signal, onRetry },
          ...(timeoutMs !== undefined && { timeoutMs }),
        }),
    });
  }

  async function readThere(sheet: Sheet, signal: AbortSignal): Promise<Read<Answer, Question>> {
    await ensureGuest();
    const question = questionOf(sheet);
    const request = overtake(sheet.drawing);
    const send = (inner: AbortSignal): Promise<Answer> =>
      outbox.identified(sheet.drawing, (id) => readByServer(sheet, { ...question, ...id }, inner));
    const answer = await finishing(send, signal, (late) => {
      if (!late.correctable) return;
      if (sent.get(sheet.drawing) === request) onLate(late, sheet, question);
      else remove([late.id]).catch(() => undefined);
    });
    return { answer, question };
  }

  /** Whatever this drawing was sent with before is out of date. @returns the request that takes over */
  function overtake(drawing: number): number {
    sent.set(drawing, ++requests);
    return requests;
  }

  return { ask, cancel: latest.cancel, overtake, retry, guestRefusal };
}
