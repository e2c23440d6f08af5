import type { OwnDataImport, OwnDataLeftOut } from '@inkling/contract';

type Counted = Exclude<keyof OwnDataImport, 'leftOut'>;

/** What becomes of the rows of a file. */
export class Tally {
  private readonly counts = {
    drawings: { added: 0, known: 0 },
    lines: { added: 0, known: 0 },
    corrections: { added: 0, known: 0 },
    alphabets: { added: 0, known: 0 },
  };
  /** By what and reason, in the order of being found. */
  private readonly left = new Map<string, OwnDataImport['leftOut'][number]>();

  count(what: Counted, isKnown: boolean): void {
    this.counts[what][isKnown ? 'known' : 'added']++;
  }

  leaveOut(what: OwnDataLeftOut, reason: string, count = 1): void {
    if (count === 0) return;
    const key = `${what} ${reason}`;
    const sum = (this.left.get(key)?.count ?? 0) + count;
    this.left.set(key, { what, count: sum, reason });
  }

  /** Of each what came in. */
  get added(): Record<Counted, number> {
    const { drawings, lines, corrections, alphabets } = this.counts;
    return {
      drawings: drawings.added,
      lines: lines.added,
      corrections: corrections.added,
      alphabets: alphabets.added,
    };
  }

  get result(): OwnDataImport {
    return { ...this.counts, leftOut: [...this.left.values()] };
  }
}
