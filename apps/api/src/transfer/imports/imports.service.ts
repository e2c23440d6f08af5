import { Inject, Injectable } from '@nestjs/common';
import type {
  ImportDetail,
  ImportPage,
  ImportPreview,
  ImportStart,
  ImportState,
  importQuerySchema,
} from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { newId } from '../../common/id.js';
import { pageCursor } from '../../common/page-cursor.js';
import { notFound, ProblemError } from '../../common/problem-error.js';
import { validationProblem } from '../../common/validation.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { Pictures } from '../../recognise/pictures/pictures.service.js';
import { asProblem } from '../formats/as-problem.js';
import { ImportFiles } from '../formats/import-files.service.js';
import type { OpenOptions } from '../formats/open-import.js';
import { ImportFolder } from './import-folder.js';
import { choicesOf, toState } from './import-record.js';
import type { ImportRow } from './import-rows.repository.js';
import { ImportRunner } from './import-runner.service.js';
import { takeUpload } from './import-upload.js';
import { ImportsRepository } from './imports.repository.js';
import { previewOf } from './preview.js';

/** Imports as admins start, look at and undo them. */
@Injectable()
export class ImportsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly imports: ImportsRepository,
    private readonly folder: ImportFolder,
    private readonly files: ImportFiles,
    private readonly runner: ImportRunner,
    private readonly pictures: Pictures,
  ) {}

  /** When this returns, the file is on the disk, is what it was said to be, and waits for its turn. */
  async create(byId: string, request: FastifyRequest): Promise<ImportState> {
    const id = newId();
    await this.folder.make();
    const { fields, fileName, size } = await takeUpload(
      request,
      this.folder.pathOf(id),
      this.config.importBytes,
    );
    const { format, hold = false, ...choices } = fields;
    try {
      if (!hold) requireTask(format, choices);
      const total = await this.check(id, { format, task: choices.task });
      const file = { name: fileName, size };
      const row = await this.imports.create({
        ...{ id, byId, format, choices, isHeld: hold, file, total },
      });
      if (!hold) this.runner.kick();
      return toState(row);
    } catch (error) {
      await this.folder.remove(id);
      throw error;
    }
  }

  async list({ cursor, limit }: z.output<typeof importQuerySchema>): Promise<ImportPage> {
    const before = cursor === undefined ? undefined : pageCursor(cursor);
    const rows = await this.imports.list(before, limit + 1);
    const page = rows.slice(0, limit);
    return {
      items: page.map(toState),
      nextCursor: rows.length > limit ? page.at(-1)!.id : null,
    };
  }

  async get(id: string): Promise<ImportDetail> {
    const row = await this.require(id);
    return { ...toState(row), refused: await this.imports.listRefusals(id) };
  }

  /** The first rows of a file that is held, as they would be imported. */
  async preview(id: string, task: ImportStart['task']): Promise<ImportPreview> {
    const row = await this.require(id);
    if (row.status !== 'held')
      throw over('This import was started or is over. Send the file again.');
    if (!(await this.folder.has(id))) throw elsewhere();
    const choices = { ...choicesOf(row), ...(task && { task }) };
    return asProblem(async () => {
      const options = { format: row.format, task: choices.task };
      const file = await this.files.open(this.folder.pathOf(id), options);
      try {
        return await previewOf(file, choices, this.pictures);
      } finally {
        await file.close();
      }
    });
  }

  async start(id: string, byId: string, choices: ImportStart): Promise<ImportState> {
    const { format } = await this.require(id);
    requireTask(format, choices);
    if (!(await this.imports.start(id, byId, choices))) {
      throw over('This import was started or is over.');
    }
    this.runner.kick();
    return toState(await this.require(id));
  }

  async cancel(id: string, byId: string): Promise<ImportState> {
    await this.require(id);
    if (!(await this.imports.cancel(id, byId))) {
      throw over('This import is over. Undo it to remove its samples.');
    }
    const row = await this.require(id);
    if (row.status === 'cancelled') await this.folder.remove(id);
    this.runner.kick();
    return toState(row);
  }

  async undo(id: string, byId: string): Promise<ImportState> {
    const { status } = await this.require(id);
    if (!(await this.imports.undo(id, byId))) {
      throw over(
        status === 'running' || status === 'queued'
          ? 'This import is not done. Cancel it.'
          : 'There is nothing to undo: none of its samples is left.',
      );
    }
    this.runner.kick();
    return toState(await this.require(id));
  }

  private check(id: string, options: OpenOptions): Promise<number> {
    return asProblem(async () => {
      const file = await this.files.open(this.folder.pathOf(id), options);
      await file.close();
      return file.total;
    });
  }

  private async require(id: string): Promise<ImportRow> {
    const row = await this.imports.get(id);
    if (!row) throw notFound('import');
    return row;
  }
}

/** Only lines of JSON say of what task they are. */
function requireTask(format: ImportRow['format'], { task }: ImportStart): void {
  if (format === 'jsonl' || task !== undefined) return;
  throw validationProblem([
    { message: 'is missing: choose what the labels are of', path: ['task'] },
  ]);
}

const elsewhere = (): ProblemError =>
  new ProblemError(
    'unreadable_import',
    'This server does not have the file. Where several servers run, try again; otherwise send it again.',
    { errors: [{ pointer: '/file', detail: 'is not on this server' }] },
  );

const over = (detail: string): ProblemError => new ProblemError('already_ended', detail);
