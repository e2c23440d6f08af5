/** Imports whose files other replicas have, each until it is worth another look. */
export class FilesElsewhere {
  private readonly untilMs = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  add(id: string, forMs: number): void {
    this.untilMs.set(id, this.now() + forMs);
  }

  ids(): string[] {
    for (const [id, untilMs] of this.untilMs) if (untilMs <= this.now()) this.untilMs.delete(id);
    return [...this.untilMs.keys()];
  }
}
