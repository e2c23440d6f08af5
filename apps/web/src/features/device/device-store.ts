import type { CorrectionResponse, LineCorrectionResponse } from '@inkling/contract';
import { networkOfTask, type Task } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { useAlphabetsStore } from '../../shared/alphabets-store';
import { ServerAway, ServerProblem } from '../../shared/api/errors';
import type { LineQuestion } from '../../shared/api/lines';
import type { InkPoint, Question } from '../../shared/api/predictions';
import { taskOf } from '../../shared/labels';
import { glyphPictureUrl } from './glyph-picture';
import type { ReadAnswer, ReadLine } from './read-answer';
import { createReaderClient, DeviceFailure } from './reader-client';
import type { DeviceAnswer, DeviceLineAnswer, DeviceState } from './worker/protocol';

/** Told once, so that several things that are said one after the other are one look at the server. */
const REFRESH_AFTER_MS = 2000;

const UNABLE =
  'This device couldn’t read that. Let the server read instead: Me, Read on this device.';

const startWorker = (): Worker =>
  new Worker(new URL('./worker/reader.worker.ts', import.meta.url), { type: 'module' });

/** The reader on this device: what it reads, what it learned, and what lies here for that. */
export const useDeviceStore = defineStore('device', () => {
  const alphabets = useAlphabetsStore();
  const client = createReaderClient(startWorker);

  const state = shallowRef<DeviceState | null>(null);
  /** While files are on their way. */
  const preparing = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the memory of this device has been asked for. */
  let isUsed = false;

  /**
   * @param drawing its number on this page
   * @param onlyKept nothing is downloaded for it
   * @throws ServerAway where something is missing that only the server has
   */
  async function read(
    strokes: readonly InkPoint[][],
    { task: asked, top }: Question,
    drawing: number,
    onlyKept: boolean,
  ): Promise<ReadAnswer> {
    const task = taskOf(asked);
    const found = alphabets.find(asked);
    const alphabet = found && { id: found.id, name: found.name, labels: [...found.labels] };
    isUsed = true;
    const read = await ask({
      ...{ type: 'read', task, top, drawing, onlyKept, strokes: strokes as never },
      ...(asked !== task && { alphabetId: asked, alphabet }),
    });
    return answerOf(read, asked);
  }

  /** Counts for the next drawing on. @returns the correction as the server would answer it */
  async function learn(answerId: string, label: string): Promise<CorrectionResponse> {
    const learned = await ask({ type: 'learn', answerId, label });
    if (!learned) throw new Error('This drawing can’t be corrected any more. Draw it again.');
    const { symbolSamples } = learned;
    return {
      ...{ id: answerId, sampleId: answerId, predictionId: answerId, status: 'pending' },
      ...{ label: learned.label, given: label, confirms: learned.confirms },
      ...(symbolSamples !== undefined && { symbol: { samples: symbolSamples } }),
    };
  }

  /** As `read`, of a line. */
  async function readLine(
    strokes: readonly InkPoint[][],
    { task, top, pattern, words }: LineQuestion,
    onlyKept: boolean,
  ): Promise<ReadLine> {
    isUsed = true;
    const question = { task, pattern, words: words && [...words] };
    const asked = { type: 'readLine', question, top, onlyKept } as const;
    return lineOf(await ask({ ...asked, strokes: strokes as never }), task);
  }

  /** As `learn`, of a line. */
  async function learnLine(answerId: string, text: string): Promise<LineCorrectionResponse> {
    const learned = await ask({ type: 'learnLine', answerId, text });
    if (!learned) throw new Error('This line can’t be corrected any more. Write it again.');
    const { samples, leftOut, ...said } = learned;
    const kept = { id: answerId, lineId: answerId, status: 'pending' } as const;
    return { ...kept, ...said, samples: [...samples], leftOut: [...leftOut] };
  }

  const unlearn = async (answerId: string): Promise<void> => ask({ type: 'unlearn', answerId });

  /** Downloads what reading with a task needs, where it is not here. */
  const prepare = (task: Task): Promise<void> =>
    whilePreparing(() => ask({ type: 'prepare', network: networkOfTask(task) }));

  const prepareLines = (task: LineQuestion['task']): Promise<void> =>
    whilePreparing(() => ask({ type: 'prepareLines', task }));

  async function whilePreparing(work: () => Promise<undefined>): Promise<void> {
    preparing.value = true;
    isUsed = true;
    try {
      await work();
      await look();
    } finally {
      preparing.value = false;
    }
  }

  /** What was said here or elsewhere has reached the server, or was taken back there. */
  function refreshSoon(waiting: () => readonly string[]): void {
    if (!isUsed) return;
    clearTimeout(timer);
    const refresh = (): void => {
      // Where the server is away, this comes again when it is back.
      client.ask({ type: 'refresh', waiting: waiting() }).catch(() => undefined);
    };
    timer = setTimeout(refresh, REFRESH_AFTER_MS);
  }

  async function look(): Promise<void> {
    state.value = await client.ask({ type: 'state' });
  }

  /** Forgets what was taught, and with `files` the networks too; what the server has stays there. */
  async function forget(files: boolean): Promise<void> {
    clearTimeout(timer);
    await client.ask({ type: 'forget', files });
    await look();
  }

  const ask: typeof client.ask = (job) =>
    client.ask(job).catch((error: unknown) => {
      if (!(error instanceof DeviceFailure)) throw error;
      if (error.code === 'away') throw new ServerAway({ cause: error });
      if (error.code === 'failed') throw new Error(UNABLE, { cause: error });
      // What the server would have said to the same question.
      throw new ServerProblem(error.message, 422, error.code);
    });

  return {
    ...{ state, preparing, read, readLine, learn, learnLine, unlearn },
    ...{ prepare, prepareLines, refreshSoon, look, forget },
  };
});

function answerOf(
  { glyph, neighbours, ...answer }: DeviceAnswer,
  task: Question['task'],
): ReadAnswer {
  return {
    ...answer,
    task,
    candidates: [...answer.candidates],
    neighbours: neighbours.map(({ glyph: bytes, ...neighbour }) => ({
      ...neighbour,
      ...{ own: true, picture: glyphPictureUrl(bytes) },
    })),
    glyph: glyphPictureUrl(glyph),
    ...{ recorded: false, correctable: true, onDevice: true },
  };
}

const lineOf = (
  { characters, ...line }: DeviceLineAnswer,
  task: LineQuestion['task'],
): ReadLine => ({
  ...line,
  task,
  alternatives: [...line.alternatives],
  characters: characters.map(({ neighbours, ...character }) => ({
    ...character,
    neighbours: neighbours.map(({ glyph, ...neighbour }) => ({
      ...neighbour,
      picture: glyphPictureUrl(glyph),
    })),
  })),
  ...{ recorded: false, correctable: true, onDevice: true },
});
