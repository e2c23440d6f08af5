import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OwnDataImport } from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import { newId } from '../../common/id.js';
import { ProblemError } from '../../common/problem-error.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import type { Writer } from '../../http/access/writer.js';
import { CLOSING, contentLengthOf, fileTooLarge } from '../../http/body-limits.js';
import { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';
import { AlphabetBook } from '../../recognise/alphabets/alphabet-book.js';
import { LineMemory } from '../../recognise/lines/line-memory.service.js';
import { KeptPictures } from '../../recognise/predictions/kept-pictures.service.js';
import { refreshSamples } from '../../recognise/serving/refresh-samples.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { asProblem } from '../formats/as-problem.js';
import { ImportFolder } from '../imports/import-folder.js';
import { takeForm } from '../take-form.js';
import { checkOwnFile } from './check-own-file.js';
import { takeIn } from './intake.js';
import { OwnDataImportRepository } from './own-data.repository.js';

/** Files of this many people at a time, each on the disk and in a transaction of its own. */
const MOST_AT_ONCE = 3;

const A_DAY = { max: 50, windowS: 24 * 60 * 60 };

/** Around the file. */
const FORM_BYTES = 64 * 1024;

/** A person's own data, back from a file. */
@Injectable()
export class OwnDataImportService {
  private readonly logger = new Logger(OwnDataImportService.name);
  /** Whose files are being read in by this process. */
  private readonly working = new Set<string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly limits: SharedLimits,
    private readonly folder: ImportFolder,
    private readonly repository: OwnDataImportRepository,
    private readonly pictures: KeptPictures,
    private readonly alphabets: AlphabetBook,
    private readonly serving: ServingService,
    private readonly lines: LineMemory,
  ) {}

  /**
   * When this returns, what the file has is in the database and in its writer's memory; when it throws, nothing is.
   *
   * @throws ProblemError
   */
  async read(writer: Writer, request: FastifyRequest): Promise<OwnDataImport> {
    const most = this.config.ownDataBytes;
    if (contentLengthOf(request) > most + FORM_BYTES) throw fileTooLarge(most);
    if (this.working.has(writer.id) || this.working.size >= MOST_AT_ONCE) throw busy();
    const id = newId();
    this.working.add(writer.id);
    try {
      await this.count(writer.id);
      await this.folder.make();
      const path = this.folder.pathOf(id);
      await takeForm(request, { path, mostBytes: most, parts: 'the part "file"' }, () => undefined);
      return await asProblem(() => this.readFile(writer, path));
    } finally {
      this.working.delete(writer.id);
      await this.folder.remove(id);
    }
  }

  private async readFile(writer: Writer, path: string): Promise<OwnDataImport> {
    const facts = await checkOwnFile(path);
    const keepsPictures = this.pictures.isKept(writer);
    const { result, samples } = await this.repository.bringIn(writer.id, (inside) =>
      takeIn(inside, { path, facts, keepsPictures }),
    );
    this.logger.log(
      `user ${writer.id} read in ${result.drawings.added} drawings and ${result.lines.added} lines`,
    );
    // Other replicas hear of both with the commit.
    if (result.alphabets.added > 0) this.alphabets.forget();
    await refreshSamples(this.serving, samples);
    await this.lines.refresh(writer.id);
    return result;
  }

  private async count(writerId: string): Promise<void> {
    if (this.config.rateLimit === 0) return;
    const { allowed, retryAfterS } = await this.limits.take(`own-data:${writerId}`, A_DAY);
    if (allowed) return;
    throw new ProblemError(
      'too_many_requests',
      `You sent ${A_DAY.max} files within a day. Try again in ${Math.ceil(retryAfterS / 60)} minutes.`,
      { headers: { 'retry-after': String(retryAfterS) } },
    );
  }
}

const busy = (): ProblemError =>
  new ProblemError(
    'busy',
    'A file is being read in already. Wait until it is done, then try again.',
    { headers: { 'retry-after': '10', ...CLOSING.headers } },
  );
