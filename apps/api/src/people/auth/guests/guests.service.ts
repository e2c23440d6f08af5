import { Injectable, Logger } from '@nestjs/common';
import { AlphabetBook } from '../../../recognise/alphabets/alphabet-book.js';
import { refreshSamples } from '../../../recognise/serving/refresh-samples.js';
import { ServingService } from '../../../recognise/serving/serving.service.js';
import { GuestsRepository } from './guests.repository.js';

/** A deadlock with a correction of that very moment: the next try finds it done. */
const TRIES = 3;

/** Whoever was here as a guest and signs in or up keeps what they said. */
@Injectable()
export class Guests {
  private readonly logger = new Logger(Guests.name);

  constructor(
    private readonly guests: GuestsRepository,
    private readonly serving: ServingService,
    private readonly alphabets: AlphabetBook,
  ) {}

  /**
   * When this returns, the next answer of this replica to the user is decided with the guest's memory, and
   * may have the guest's alphabets as its task.
   */
  async moveTo(guestId: string, userId: string): Promise<void> {
    const samples = await this.moveRows(guestId, userId);
    this.alphabets.forget();
    await refreshSamples(this.serving, samples);
    if (samples.length > 0) {
      this.logger.log(`${samples.length} samples of a guest went to user ${userId}`);
    }
  }

  private async moveRows(guestId: string, userId: string) {
    for (let tried = 1; ; tried++) {
      try {
        return await this.guests.move(guestId, userId);
      } catch (error) {
        if (tried === TRIES) throw error;
      }
    }
  }
}
