interface Waiting<Q, A> {
  readonly question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

/**
 * Puts questions together that come while others are being answered, so that under load one statement
 * serves many requests. Alone a question goes at once: nothing waits for company.
 */
export class Gathered<Q, A> {
  private waiting: Waiting<Q, A>[] = [];
  private running = 0;

  /**
   * @param answer all of the questions, in their order
   * @param most questions at a time
   * @param atOnce so many times at the same time
   */
  constructor(
    private readonly answer: (questions: readonly Q[]) => Promise<readonly A[]>,
    private readonly most: number,
    private readonly atOnce = 1,
  ) {}

  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      this.goOn();
    });
  }

  private goOn(): void {
    while (this.running < this.atOnce && this.waiting.length > 0) {
      void this.run(this.waiting.splice(0, this.most));
    }
  }

  private async run(batch: readonly Waiting<Q, A>[]): Promise<void> {
    this.running++;
    try {
      const answers = await this.answer(batch.map(({ question }) => question));
      batch.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.running--;
      this.goOn();
    }
  }
}
