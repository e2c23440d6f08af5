import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ExportQuery, TransferFormat } from '@inkling/contract';
import { ExportSamplesRepository } from './export-samples.repository.js';
import { toJsonl } from './jsonl-export.js';

export interface ExportedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Readable;
}

const KINDS: Readonly<
  Record<TransferFormat, { readonly ending: string; readonly mediaType: string }>
> = {
  jsonl: { ending: 'jsonl', mediaType: 'application/x-ndjson; charset=utf-8' },
  idx: { ending: 'idx.zip', mediaType: 'application/zip' },
  png: { ending: 'png.zip', mediaType: 'application/zip' },
  hdf5: { ending: 'h5', mediaType: 'application/x-hdf5' },
};

/** Samples as files, written as they are read. */
@Injectable()
export class ExportsService {
  constructor(private readonly samples: ExportSamplesRepository) {}

  /** @throws ProblemError before anything of the file is sent */
  async create(byId: string, query: ExportQuery): Promise<ExportedFile> {
    const content = await this.contentOf(query);
    await this.samples.audit(byId, query);
    const { ending, mediaType } = KINDS[query.format];
    return { name: `${nameOf(query)}.${ending}`, mediaType, content };
  }

  private contentOf(query: ExportQuery): Promise<Readable> {
    switch (query.format) {
      default:
        return Promise.resolve(Readable.from(toJsonl(this.samples.read(query))));
    }
  }
}

const nameOf = ({ task, status }: ExportQuery): string =>
  ['inkling', task ?? 'samples', status, new Date().toISOString().slice(0, 10)]
    .filter((part) => part !== undefined)
    .join('-');
