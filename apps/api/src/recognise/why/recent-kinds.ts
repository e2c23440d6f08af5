import { Injectable } from '@nestjs/common';
import {
  priorOfKinds,
  RecentMap,
  withKind,
  type DrawnKind,
  type KindPrior,
} from '@inkling/recognizer';

const MOST_WRITERS = 5000;

/** Whether writers drew digits or letters lately, as far as this process was sure of it. */
@Injectable()
export class RecentKinds {
  private readonly drawn = new RecentMap<string, readonly DrawnKind[]>(MOST_WRITERS);

  priorOf(writerId: string): KindPrior {
    return priorOfKinds(this.drawn.get(writerId) ?? [], Date.now());
  }

  /**
   * @param label that was answered with certainty
   * @param again the same drawing as before, with a further stroke
   */
  note(writerId: string, label: string, again: boolean): void {
    this.drawn.set(writerId, withKind(this.drawn.get(writerId) ?? [], label, again, Date.now()));
  }
}
