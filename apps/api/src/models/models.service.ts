import { Injectable } from '@nestjs/common';
import type { ModelPrecision, modelsQuerySchema } from '@inkling/contract';
import type { z } from 'zod';
import { mayLook } from '../http/access/standing.js';
import type { Writer } from '../http/access/writer.js';
import { pageCursor } from '../common/page-cursor.js';
import { notFound } from '../common/problem-error.js';
import { filePruned } from './model-problems.js';
import { HalfFiles } from './half-files.js';
import { ModelFiles } from '../recognise/registry/model-files.js';
import { RegistryRepository } from '../recognise/registry/registry.repository.js';
import type { ModelRecord } from '../recognise/registry/model-version.js';

@Injectable()
export class ModelsService {
  constructor(
    private readonly models: RegistryRepository,
    private readonly files: ModelFiles,
    private readonly halves: HalfFiles,
  ) {}

  /** Reviewers see every version, others those in service. */
  async list(
    { network, cursor, limit }: z.output<typeof modelsQuerySchema>,
    writer: Writer | null,
  ): Promise<{ readonly records: readonly ModelRecord[]; readonly nextCursor: string | null }> {
    const before = pageCursor(cursor);
    const filter = { network, before, championsOnly: !maySeeAll(writer) };
    const records = await this.models.list(filter, limit + 1);
    const page = records.slice(0, limit);
    return { records: page, nextCursor: records.length > limit ? page.at(-1)!.id : null };
  }

  /** A version that this person may see. */
  async get(id: string, writer: Writer | null): Promise<ModelRecord> {
    const model = await this.models.get(id);
    if (!model || (model.status !== 'champion' && !maySeeAll(writer))) {
      throw notFound('model version');
    }
    return model;
  }

  async getBytes(
    id: string,
    precision: ModelPrecision,
    writer: Writer | null,
  ): Promise<{ model: ModelRecord; bytes: Uint8Array }> {
    const model = await this.get(id, writer);
    if (model.pruned) throw filePruned(model);
    const { sha256 } = model;
    const bytes =
      precision === 'float16' ? await this.halves.of(sha256) : await this.files.bytesOf(sha256);
    return { model, bytes };
  }
}

/** Every version, and who put it into service. */
export const maySeeAll = (writer: Writer | null): boolean => mayLook(writer, 'models:all');
