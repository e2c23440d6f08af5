import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { MAX_PICTURE_BYTES } from '../../common/picture-bytes.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { withoutLeadingMarks } from './header/format.js';
import { readPictureHeader } from './header/picture-header.js';
import { checkCost, isDear, tooManyBytes, unreadable } from './picture-limits.js';
import { PictureQueue } from './process/picture-queue.js';
import type { ProcessSource } from './process/picture-process.js';
import type { Step } from '@inkling/ink';
import type { LineRow } from '@inkling/recognizer';
import type { ReadOptions, ReadPicture } from './read-picture.js';

/** Injects the file that picture processes run. */
export const PICTURE_SOURCE = Symbol('PICTURE_SOURCE');

/** From a file that somebody sent to a glyph. */
@Injectable()
export class Pictures implements OnApplicationShutdown {
  private readonly logger = new Logger(Pictures.name);
  private readonly queue: PictureQueue;

  constructor(@Inject(CONFIG) config: Config, @Inject(PICTURE_SOURCE) source: ProcessSource) {
    this.queue = new PictureQueue({
      source,
      processes: config.pictureProcesses,
      onFailure: (reason) => this.logger.error(reason),
    });
  }

  /** Format, size and cost are judged by the header, before anything is decoded. */
  async read(file: Uint8Array, options: ReadOptions): Promise<ReadPicture> {
    if (file.length === 0) throw unreadable('The file is empty. Choose a picture.');
    if (file.length > MAX_PICTURE_BYTES) throw tooManyBytes();
    const bytes = withoutLeadingMarks(file);
    const header = readPictureHeader(bytes);
    checkCost(header);
    return this.queue.read({ bytes, options }, isDear(header));
  }

  /** Rows of a picture that may hold several characters, and the stages on the way to them where they are asked for. */
  async readRows(
    file: Uint8Array,
    explain: boolean,
  ): Promise<{ readonly rows: readonly LineRow[]; readonly steps?: readonly Step[] }> {
    const { rows, steps } = await this.read(file, { explain, keep: false, rows: true });
    return { rows: rows!, ...(steps && { steps }) };
  }

  /** Starts the processes, so that the first picture does not wait for them. */
  warmUp(): void {
    this.queue.warmUp();
  }

  onApplicationShutdown(): void {
    this.queue.close();
  }
}
