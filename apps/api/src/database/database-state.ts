import { Inject, Injectable } from '@nestjs/common';
import { type DatabasePulse, type DatabaseTrouble, databaseTrouble } from '@inkling/store';
import { PULSE } from './database.tokens.js';

/** What is known of the database from what it did last: a look at it would come too late for a request. */
@Injectable()
export class DatabaseState {
  private full = false;

  constructor(@Inject(PULSE) private readonly pulse: DatabasePulse) {}

  get isAway(): boolean {
    return this.pulse.isAway;
  }

  /** Whether the last thing that was to be kept found no room. */
  get isFull(): boolean {
    return this.full;
  }

  /** Something was kept. */
  noteKept(): void {
    this.full = false;
  }

  /** Something could not be kept. @returns why, where the database is to blame */
  noteFailure(error: unknown): DatabaseTrouble | undefined {
    const trouble = databaseTrouble(error);
    if (trouble === 'full') this.full = true;
    return trouble;
  }
}
