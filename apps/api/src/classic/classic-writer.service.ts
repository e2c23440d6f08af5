import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ProblemError } from '../common/problem-error.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { Changes } from '../database/changes.js';
import { databaseProblem } from '../database/database-problem.js';
import { writerOf } from '../http/access/standing.js';
import type { Writer } from '../http/access/writer.js';
import { RecentWriters } from '../people/auth/recent-writers.js';
import { ClassicWriterRepository, type StoredAccount } from './classic-writer.repository.js';

/** Beside the keys and cookies that others come with. */
const CREDENTIAL = 'CLASSIC_WRITER';

const NOT_SET =
  'Corrections need an account: set CLASSIC_WRITER to its email address, and restart.';
const UNKNOWN = 'No account has the email address of CLASSIC_WRITER: old clients cannot teach.';
const DISABLED = 'The account of CLASSIC_WRITER is disabled: old clients cannot teach.';

/** The account whose memory old clients use and teach: looked up again and again, since it may be made or disabled later. */
@Injectable()
export class ClassicWriter implements OnApplicationBootstrap {
  private readonly logger = new Logger(ClassicWriter.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly accounts: ClassicWriterRepository,
    private readonly recent: RecentWriters,
    private readonly changes: Changes,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const problem = await this.problem();
    if (problem !== undefined) this.logger.warn(`${problem} (${this.config.classicWriter})`);
  }

  /** What keeps the account that is named from its use; `undefined` also where none is named. */
  async problem(): Promise<string | undefined> {
    const { classicApi, classicWriter } = this.config;
    if (!classicApi || classicWriter === undefined) return undefined;
    return whyNot(await this.accounts.find(classicWriter));
  }

  /** Whose drawing it is: nobody's where there is no such account, `unknown` where the database can't say. */
  async asker(): Promise<Writer | null | 'unknown'> {
    const known = this.recent.get(CREDENTIAL);
    if (known) return known;
    const { moment } = this.changes;
    try {
      const writer = await this.find();
      if (writer) this.recent.set(CREDENTIAL, writer, moment);
      return writer;
    } catch (error) {
      if (databaseProblem(error) === undefined) throw error;
      return 'unknown';
    }
  }

  /** Who teaches, by the row itself. @throws ProblemError `forbidden` where nobody may */
  async teacher(): Promise<Writer> {
    const { classicWriter } = this.config;
    if (classicWriter === undefined) throw new ProblemError('forbidden', NOT_SET);
    const account = await this.accounts.find(classicWriter);
    const reason = whyNot(account);
    if (reason !== undefined) throw new ProblemError('forbidden', reason);
    return writerOf(account!);
  }

  private async find(): Promise<Writer | null> {
    const { classicWriter } = this.config;
    if (classicWriter === undefined) return null;
    const account = await this.accounts.find(classicWriter);
    return account && account.disabledAt === null ? writerOf(account) : null;
  }
}

function whyNot(account: StoredAccount | null): string | undefined {
  if (!account) return UNKNOWN;
  return account.disabledAt === null ? undefined : DISABLED;
}
