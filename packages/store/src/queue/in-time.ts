/** A queue that does not answer must not hold up whoever asks: the row is written, a sweep brings it in. */
const ANSWER_WITHIN_MS = 3000;

/** What a queue answers. @throws Error when it does not within 3 s */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the queue did not answer within ${ANSWER_WITHIN_MS / 1000} s`)),
      ANSWER_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Nobody is left to hear of it when it fails later.
    work.catch(() => undefined);
  }
}
