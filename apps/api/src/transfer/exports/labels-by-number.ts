import { labelsOfTask, type Task } from '@inkling/recognizer';

const FIRST_ROOM = 4096;

/**
 * Labels as numbers, for formats that have no text: first those of the task in their order, so that a digit is its
 * own number, then others as they come.
 */
export class LabelsByNumber {
  readonly labels: string[];
  private readonly numbers: Map<string, number>;
  private written = new Uint16Array(FIRST_ROOM);
  private count = 0;

  constructor(task: Task | undefined) {
    this.labels = [...labelsOfTask(task ?? 'characters')];
    this.numbers = new Map(this.labels.map((label, at) => [label, at]));
  }

  add(label: string): void {
    if (this.count === this.written.length) {
      const larger = new Uint16Array(2 * this.count);
      larger.set(this.written);
      this.written = larger;
    }
    this.written[this.count++] = this.numberOf(label);
  }

  /** Of each that was added. */
  get all(): Uint16Array {
    return this.written.subarray(0, this.count);
  }

  private numberOf(label: string): number {
    const known = this.numbers.get(label);
    if (known !== undefined) return known;
    const number = this.labels.push(label) - 1;
    this.numbers.set(label, number);
    return number;
  }
}
