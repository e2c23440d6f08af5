/**
 * Does something now and again after each pause, one at a time.
 *
 * @returns ends it, once what is being done is done
 */
export function repeat(
  everyMs: number,
  work: () => Promise<void>,
  onTrouble: (error: unknown) => void,
): () => Promise<void> {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async (): Promise<void> => {
    await work().catch(onTrouble);
    if (ended) return;
    timer = setTimeout(() => {
      running = turn();
    }, everyMs);
  };
  let running = turn();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await running;
  };
}
