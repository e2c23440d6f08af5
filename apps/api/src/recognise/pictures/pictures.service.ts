import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { MAX_PICTURE_BYTES } from '../../common/picture-bytes.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { withoutLeadingMarks } from './header/format.js';
import { readPictureHeader } from './header/picture-header.js';
import { checkCost, isDear, tooManyBytes, unreadable } from './picture-limits.js';
import { PictureQueue } from './queue/picture-queue.js';
import { PictureProcess, type ProcessSource } from './process/picture-process.js';
import { mayBePlain } from './read-plain.js';
import { PictureThread, type ThreadSource } from './thread/picture-thread.js';
import type { Step } from '@inkling/ink';
import type { LineRow } from '@inkling/recognizer';
import type { ReadOptions, ReadPicture } from './read-options.js';

/** The files that read pictures. */
export interface PictureSources {
  readonly process: ProcessSource;
  readonly thread: ThreadSource;
}

/** Injects them. */
export const PICTURE_SOURCES = Symbol('PICTURE_SOURCES');

/** Of a thread, for a picture that takes a tenth of a second at most. */
const PLAIN_LIMIT_MS = 10_000;

/** From a file that somebody sent to a glyph. */
@Injectable()
export class Pictures implements OnApplicationShutdown {
  private readonly logger = new Logger(Pictures.name);
  private readonly threads: PictureQueue<ReadPicture | undefined>;
  private readonly processes: PictureQueue<ReadPicture>;

  constructor(@Inject(CONFIG) config: Config, @Inject(PICTURE_SOURCES) sources: PictureSources) {
    this.threads = new PictureQueue({
      readers: Array.from({ length: Math.ceil(config.inferenceThreads / 2) }, () => {
        const thread = new PictureThread(sources.thread);
        // The next picture lies there when it is done with one, so that under load it never sleeps.
        return [thread, thread];
      }).flat(),
      readLimitMs: PLAIN_LIMIT_MS,
    });
    this.processes = new PictureQueue({
      readers: Array.from(
        { length: config.pictureProcesses },
        () => new PictureProcess(sources.process, (reason) => this.logger.error(reason)),
      ),
    });
  }

  /** Format, size and cost are judged by the header, before anything is decoded. */
  async read(file: Uint8Array, options: ReadOptions): Promise<ReadPicture> {
    if (file.length === 0) throw unreadable('The file is empty. Choose a picture.');
    if (file.length > MAX_PICTURE_BYTES) throw tooManyBytes();
    const bytes = withoutLeadingMarks(file);
    const header = readPictureHeader(bytes);
    checkCost(header);
    const plain = mayBePlain(header, bytes, options)
      ? await this.threads.read({ bytes, options }, false)
      : undefined;
    return plain ?? this.processes.read({ bytes, options }, isDear(header));
  }

  /** Rows of a picture that may hold several characters, and the stages on the way to them where they are asked for. */
  async readRows(
    file: Uint8Array,
    explain: boolean,
  ): Promise<{ readonly rows: readonly LineRow[]; readonly steps?: readonly Step[] }> {
    const { rows, steps } = await this.read(file, { explain, keep: false, rows: true });
    return { rows: rows!, ...(steps && { steps }) };
  }

  /** Starts what reads pictures, so that the first one does not wait for it. */
  warmUp(): void {
    for (const queue of [this.threads, this.processes]) queue.warmUp();
  }

  onApplicationShutdown(): void {
    for (const queue of [this.threads, this.processes]) queue.close();
  }
}
