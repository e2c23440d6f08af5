/**
 * Work that is done one after the other, in the order in which it was asked for. One that fails does not stop
 * the next.
 */
export function workQueue(onFailure: (error: unknown) => void) {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;

  function add(work: () => Promise<void>): void {
    waiting++;
    last = last
      .then(work)
      .catch(onFailure)
      .finally(() => waiting--);
  }

  return {
    add,
    isBusy: (): boolean => waiting > 0,
    /** Resolves when all that was added so far is done. */
    done: (): Promise<void> => last,
  };
}
