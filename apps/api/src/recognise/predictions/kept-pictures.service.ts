import { Inject, Injectable, Logger } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import type { Writer } from '../../http/access/writer.js';
import { networkOf } from '../../common/network-of.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { SharedLimits, type Taking } from '../../http/rate-limit/shared-limits.service.js';

const DAY_S = 24 * 60 * 60;

/** Counts are whole kilobytes: a day's bytes of one address may be more than a count holds. */
const kilobytesOf = (bytes: number): number => Math.ceil(bytes / 1000);

/** A picture that is to be kept, and whose it is. */
export interface PictureToKeep {
  /** Of its file. */
  readonly bytes: number;
  readonly writerId: string | null;
  readonly address: string;
}

/** Which pictures are kept beside their glyphs, and how much of them a day, all replicas together. */
@Injectable()
export class KeptPictures {
  private readonly logger = new Logger(KeptPictures.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly limits: SharedLimits,
  ) {}

  /** Without a session nobody can look at a picture again, or correct what it was read as. */
  isKept(writer: Writer | null): boolean {
    const { keepPictures } = this.config;
    return keepPictures === 'all' || (keepPictures === 'writers' && writer !== null);
  }

  /**
   * Of each whether it is kept: not where its writer or address has had enough of them kept today. They are counted
   * in their order, with one statement.
   */
  async admit(pictures: readonly PictureToKeep[]): Promise<readonly boolean[]> {
    const takings = pictures.map((picture) => this.takingsOf(picture));
    try {
      const all = takings.flat();
      const taken = all.length > 0 ? await this.limits.takeAll(all, DAY_S) : [];
      let first = 0;
      return takings.map(({ length }) => {
        const own = taken.slice(first, (first += length));
        return own.every(({ allowed }) => allowed);
      });
    } catch (error) {
      // The prediction is worth more than the picture.
      this.logger.warn(`pictures are not kept, since they can't be counted: ${messageOf(error)}`);
      return pictures.map(() => false);
    }
  }

  private takingsOf({ bytes, writerId, address }: PictureToKeep): Taking[] {
    const { keptPicturesWriterMb, keptPicturesAddressMb } = this.config;
    const amount = kilobytesOf(bytes);
    const taking = (whose: string, megabytes: number): Taking[] =>
      megabytes === 0 ? [] : [{ key: `kept-pictures:${whose}`, max: megabytes * 1000, amount }];
    return [
      ...(writerId === null ? [] : taking(`writer:${writerId}`, keptPicturesWriterMb)),
      ...taking(`address:${networkOf(address)}`, keptPicturesAddressMb),
    ];
  }
}
