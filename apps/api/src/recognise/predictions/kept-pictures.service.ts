import { Inject, Injectable, Logger } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import type { Writer } from '../../http/access/writer.js';
import { networkOf } from '../../common/network-of.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import type { KeptPicture } from '../pictures/read-picture.js';
import { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';

const DAY_S = 24 * 60 * 60;

/** Counts are whole kilobytes: a day's bytes of one address may be more than a count holds. */
const kilobytesOf = (bytes: number): number => Math.ceil(bytes / 1000);

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

  /** The picture, or `null` where its writer or address has had enough of them kept today. */
  async admit(
    picture: KeptPicture | null,
    writer: Writer | null,
    address: string,
  ): Promise<KeptPicture | null> {
    if (picture === null) return null;
    const { keptPicturesWriterMb, keptPicturesAddressMb } = this.config;
    try {
      const admitted = await Promise.all([
        writer === null || this.count(`writer:${writer.id}`, picture, keptPicturesWriterMb),
        this.count(`address:${networkOf(address)}`, picture, keptPicturesAddressMb),
      ]);
      return admitted.every(Boolean) ? picture : null;
    } catch (error) {
      // The answer is worth more than the picture.
      this.logger.warn(`a picture is not kept, since it can't be counted: ${messageOf(error)}`);
      return null;
    }
  }

  private async count(whose: string, { bytes }: KeptPicture, megabytes: number): Promise<boolean> {
    if (megabytes === 0) return true;
    const limit = { max: megabytes * 1000, windowS: DAY_S };
    const kilobytes = kilobytesOf(bytes.length);
    return (await this.limits.take(`kept-pictures:${whose}`, limit, kilobytes)).allowed;
  }
}
