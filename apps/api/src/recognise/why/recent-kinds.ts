import { Injectable } from '@nestjs/common';
import { isDigitLabel, kindPrior, RecentMap, type KindPrior } from '@inkling/recognizer';

/** Drawings that count as "lately". */
const LATELY = 20;
const LATELY_MS = 30 * 60 * 1000;

const MOST_WRITERS = 5000;

interface Drawn {
  readonly isDigit: boolean;
  readonly atMs: number;
}

/** Whether writers drew digits or letters lately, as far as this process was sure of it. */
@Injectable()
export class RecentKinds {
  private readonly drawn = new RecentMap<string, readonly Drawn[]>(MOST_WRITERS);

  priorOf(writerId: string): KindPrior {
    const since = Date.now() - LATELY_MS;
    const recent = (this.drawn.get(writerId) ?? []).filter(({ atMs }) => atMs >= since);
    const digits = recent.filter(({ isDigit }) => isDigit).length;
    return kindPrior(digits, recent.length - digits);
  }

  /**
   * @param label that was answered with certainty
   * @param again the same drawing as before, with a further stroke
   */
  note(writerId: string, label: string, again: boolean): void {
    const before = this.drawn.get(writerId) ?? [];
    const others = again ? before.slice(0, -1) : before;
    const drawn = { isDigit: isDigitLabel(label), atMs: Date.now() };
    this.drawn.set(writerId, [...others, drawn].slice(-LATELY));
  }
}
