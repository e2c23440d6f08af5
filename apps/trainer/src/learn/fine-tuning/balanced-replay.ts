import { shuffle, type Random } from '../../random.js';

/**
 * Draws replayed samples so that classes stay balanced: every other draw is of the class replayed
 * least so far, the others of the class least shown of all, corrections counted. So each class is
 * replayed whatever is corrected, and a class that is corrected often doesn't take over the batches.
 */
export class BalancedReplay {
  private readonly rowsByClass: { label: number; rows: Int32Array; next: number }[] = [];
  private readonly replayed: Float64Array;
  private readonly shown: Float64Array;
  private draws = 0;

  constructor(
    labels: Uint8Array,
    classes: number,
    private readonly random: Random,
  ) {
    this.replayed = new Float64Array(classes);
    this.shown = new Float64Array(classes);
    for (let label = 0; label < classes; label++) {
      const rows = Int32Array.from([...labels.keys()].filter((row) => labels[row] === label));
      // The first draw of a class shuffles its rows.
      if (rows.length > 0) this.rowsByClass.push({ label, rows, next: rows.length });
    }
    if (this.rowsByClass.length === 0) throw new Error('There is nothing to replay.');
  }

  countCorrection(label: number): void {
    this.shown[label]!++;
  }

  /** The next row to replay. */
  draw(): number {
    const chosen = this.leastOf(this.draws++ % 2 === 0 ? this.replayed : this.shown);
    this.replayed[chosen.label]!++;
    this.shown[chosen.label]!++;
    if (chosen.next === chosen.rows.length) {
      shuffle(chosen.rows, this.random);
      chosen.next = 0;
    }
    return chosen.rows[chosen.next++]!;
  }

  private leastOf(counts: Float64Array) {
    // Starting anywhere breaks ties by chance.
    const start = this.random.integer(this.rowsByClass.length);
    let least = this.rowsByClass[start]!;
    for (let step = 1; step < this.rowsByClass.length; step++) {
      const other = this.rowsByClass[(start + step) % this.rowsByClass.length]!;
      if (counts[other.label]! < counts[least.label]!) least = other;
    }
    return least;
  }
}
