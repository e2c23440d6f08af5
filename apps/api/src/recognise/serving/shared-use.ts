/** Counts who uses something that is to be closed some day: after `retire` nobody begins any more. */
export class SharedUse {
  private users = 0;
  private retired = false;
  private ended: (() => void) | undefined;

  /** For as long as `work` takes. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.retired) throw new Error('a retired model was asked');
    this.users++;
    try {
      return await work();
    } finally {
      this.users--;
      if (this.users === 0) this.ended?.();
    }
  }

  /** Call after the reference was swapped. Resolves when the last one has ended. */
  async retire(): Promise<void> {
    this.retired = true;
    if (this.users > 0) await new Promise<void>((resolve) => (this.ended = resolve));
  }
}
