import { Injectable } from '@nestjs/common';
import { halfPrecision, RecentMap } from '@inkling/recognizer';
import { ModelFiles } from '../recognise/registry/model-files.js';

/** One of each network, about 3 MB each: most ask for what is in service. */
const MOST_KEPT = 3;

/** Model files with weights of 16 bits. Making one takes tens of milliseconds, so the last ones are kept. */
@Injectable()
export class HalfFiles {
  private readonly kept = new RecentMap<string, Uint8Array>(MOST_KEPT);

  constructor(private readonly files: ModelFiles) {}

  /** @param sha256 of the whole file */
  async of(sha256: string): Promise<Uint8Array> {
    const known = this.kept.get(sha256);
    if (known) return known;
    const half = halfPrecision(await this.files.bytesOf(sha256));
    this.kept.set(sha256, half);
    return half;
  }
}
