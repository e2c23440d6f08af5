interface Counted<T> {
  readonly mark: string;
  readonly result: Promise<T>;
  isRunning: boolean;
}

interface Waiting<T> {
  mark: string;
  readonly result: Promise<T>;
}

/**
 * Counts that take seconds, of things that change meanwhile. For each key one count runs at a time, since each holds a
 * database connection, also when nobody waits for it any more. Those who ask while it runs share it where nothing has
 * changed, and otherwise the next one.
 */
export class SharedCounts<K, T> {
  private readonly counted = new Map<K, Counted<T>>();
  private readonly waiting = new Map<K, Waiting<T>>();

  constructor(private readonly count: (key: K) => Promise<T>) {}

  /** @param mark tells two states of what is counted apart */
  of(key: K, mark: string): Promise<T> {
    const last = this.counted.get(key);
    if (last?.mark === mark) return last.result;
    const next = this.waiting.get(key);
    if (next) {
      next.mark = mark;
      return next.result;
    }
    return last?.isRunning ? this.countAfter(last, key, mark) : this.begin(key, mark);
  }

  private countAfter(last: Counted<T>, key: K, mark: string): Promise<T> {
    const begin = (): Promise<T> => {
      this.waiting.delete(key);
      return this.begin(key, next.mark);
    };
    const next: Waiting<T> = { mark, result: last.result.then(begin, begin) };
    this.waiting.set(key, next);
    return next.result;
  }

  private begin(key: K, mark: string): Promise<T> {
    const counted: Counted<T> = { mark, result: this.count(key), isRunning: true };
    this.counted.set(key, counted);
    counted.result.then(
      () => {
        counted.isRunning = false;
      },
      () => {
        if (this.counted.get(key) === counted) this.counted.delete(key);
      },
    );
    return counted.result;
  }
}
