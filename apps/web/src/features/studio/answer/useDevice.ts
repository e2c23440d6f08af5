import type { CorrectionResponse, LineCorrectionResponse, LineTask } from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { useTimeoutFn } from '@vueuse/core';
import type { LineQuestion } from '../../../shared/api/lines';
import type { Question } from '../../../shared/api/predictions';
import { late } from '../../../shared/late-script';
import { usePreferencesStore } from '../../../shared/preferences-store';
import type { useDeviceStore } from '../../device/device-store';
import type { ReadAnswer, ReadLine } from '../../device/read-answer';
import { pointsOf } from '../sheet/points';
import type { Sheet } from '../sheet/sheet';

type Device = ReturnType<typeof useDeviceStore>;

/** Not part of the first visit. */
const load = late(async (): Promise<Device> =>
  (await import('../../device/device-store')).useDeviceStore(),
);

/** Files are fetched for later when nothing was read for so long. */
const IDLE_MS = 20_000;

/** Whether somebody pays for each megabyte, or waits long for it. */
function isSparing(): boolean {
  const { connection } = navigator as {
    connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
  };
  return connection?.saveData === true || /[23]g/.test(connection?.effectiveType ?? '');
}

/** What is to be read, single characters or lines. */
export type Reading = { readonly task: Task } | { readonly lineTask: LineTask };

/** Reading on this device, for the answer. Its code and files are fetched when they are first wanted. */
export function useDevice() {
  const preferences = usePreferencesStore();
  let loaded: Device | undefined;
  const device = async (): Promise<Device> => (loaded ??= await load());
  const prepare = async (reading: Reading): Promise<void> => {
    const one = await device();
    const ready =
      'task' in reading ? one.prepare(reading.task) : one.prepareLines(reading.lineTask);
    // Nobody waits for it: the next reading tries again, and says what is wrong.
    await ready.catch(() => undefined);
  };
  let next: Reading = { task: 'digits' };
  const idle = useTimeoutFn(
    () => {
      if (!isSparing()) void prepare(next).catch(() => undefined);
    },
    IDLE_MS,
    { immediate: false },
  );

  return {
    /** Pictures are for the server: it has the decoders. */
    may: ({ picture }: Sheet): boolean => !picture && preferences.deviceReading !== 'never',
    isAlways: ({ picture }: Sheet): boolean => !picture && preferences.deviceReading === 'always',
    /** @param onlyKept nothing is downloaded for it */
    read: async (sheet: Sheet, question: Question, onlyKept: boolean): Promise<ReadAnswer> =>
      (await device()).read(pointsOf(sheet.strokes), question, sheet.drawing, onlyKept),
    /** As `read`, of a line. */
    readLine: async (sheet: Sheet, question: LineQuestion, onlyKept: boolean): Promise<ReadLine> =>
      (await device()).readLine(pointsOf(sheet.strokes), question, onlyKept),
    learn: async (id: string, label: string): Promise<CorrectionResponse> =>
      (await device()).learn(id, label),
    learnLine: async (id: string, text: string): Promise<LineCorrectionResponse> =>
      (await device()).learnLine(id, text),
    unlearn: async (id: string): Promise<void> => (await device()).unlearn(id),
    /** Makes ready for the first drawing, where all are read here. */
    warm(reading: Reading): void {
      if (preferences.deviceReading === 'always') void prepare(reading).catch(() => undefined);
    },
    /** Makes ready for when the server is away; what was here already is brought up to date. */
    prepareSoon(reading: Reading): void {
      next = reading;
      if (preferences.deviceReading === 'away') idle.start();
    },
    /** Something that was said reached the server. @param waiting answers whose labels did not */
    told: (waiting: () => readonly string[]): void => loaded?.refreshSoon(waiting),
  };
}
