import { Injectable } from '@nestjs/common';
import {
  priorOfKinds,
  RecentMap,
  withKind,
  type DrawnKind,
  type KindReading,
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

  note(writerId: string, reading: KindReading): void {
    const drawn = this.drawn.get(writerId);
    // Who has drawn nothing that counts takes no other's place.
    if (!drawn && reading.label === undefined) return;
    this.drawn.set(writerId, withKind(drawn ?? [], reading, Date.now()));
  }
}
