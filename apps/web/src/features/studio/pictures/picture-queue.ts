/** Several pictures that are read one after the other. */
export interface PictureQueue {
  /** Those that come after the one on the sheet. */
  readonly waiting: readonly File[];
  /** The one on the sheet. */
  readonly current: File | null;
  readonly total: number;
  /** Names of those that could not be read. */
  readonly failed: readonly string[];
}

export const NO_PICTURES: PictureQueue = { waiting: [], current: null, total: 0, failed: [] };

/** What was brought last counts, after what still waits. */
export function withPictures(queue: PictureQueue, files: readonly File[]): PictureQueue {
  if (queue.waiting.length > 0) {
    const waiting = [...queue.waiting, ...files];
    return { ...queue, waiting, total: queue.total + files.length };
  }
  const [current = null, ...waiting] = files;
  return { waiting, current, total: files.length, failed: [] };
}

/** The current one is done with, read or not. */
export function nextPicture(queue: PictureQueue, isRead: boolean): PictureQueue {
  const [current = null, ...waiting] = queue.waiting;
  const failed =
    isRead || queue.current === null ? queue.failed : [...queue.failed, queue.current.name];
  return { ...queue, waiting, current, failed };
}

/** Where one is, or at the end what could not be read. A single picture says for itself. */
export function queueWords({ waiting, current, total, failed }: PictureQueue): string {
  if (total < 2) return '';
  if (current !== null) return `Picture ${total - waiting.length} of ${total}`;
  if (failed.length === 0) return '';
  return `${failed.length} of ${total} couldn’t be read: ${failed.join(', ')}`;
}
