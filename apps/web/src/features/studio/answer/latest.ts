export interface LatestOptions<Question, Answer> {
  /** Asks; `signal` aborts as soon as a later question takes over. */
  readonly run: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly onAnswer: (answer: Answer, question: Question) => void;
  readonly onFailure: (error: unknown, question: Question) => void;
}

/** Asks one question at a time, the latest: earlier ones are aborted and their answers dropped. */
export function createLatest<Question, Answer>(options: LatestOptions<Question, Answer>) {
  let controller: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function cancel(): void {
    clearTimeout(timer);
    controller?.abort();
    controller = undefined;
  }

  function ask(question: Question, delayMs: number): void {
    cancel();
    timer = setTimeout(() => void send(question), delayMs);
  }

  async function send(question: Question): Promise<void> {
    const mine = (controller = new AbortController());
    try {
      const answer = await options.run(question, mine.signal);
      if (!mine.signal.aborted) options.onAnswer(answer, question);
    } catch (error) {
      if (!mine.signal.aborted) options.onFailure(error, question);
    }
  }

  return { ask, cancel };
}
