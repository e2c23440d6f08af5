import { Injectable } from '@nestjs/common';

/**
 * Whether anything may have changed who somebody is, or what there is of theirs: what was looked up before
 * is as good as new while nothing has. Every request that may change something counts, whatever it changes.
 */
@Injectable()
export class Changes {
  private inFlight = 0;
  private count = 0;

  /** For `isSame`. */
  get moment(): number {
    return this.count;
  }

  /** Something begins that may change something. @returns for when it has ended, before anybody is told so */
  begin(): () => void {
    this.inFlight++;
    this.count++;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.inFlight--;
      this.count++;
    };
  }

  /** Another process changed something. */
  note(): void {
    this.count++;
  }

  /** Whether nothing has changed since a moment, and nothing is about to. */
  isSame(moment: number): boolean {
    return this.inFlight === 0 && this.count === moment;
  }
}
