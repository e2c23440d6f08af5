import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { ExportQuery, TransferFormat } from '@inkling/contract';
import { ExportSamplesRepository } from './export-samples.repository.js';
import { newId } from '../../common/id.js';
import { HDF5_SOURCE, type Hdf5Source } from '../formats/hdf5/hdf5-thread.js';
import { ImportFolder } from '../imports/import-folder.js';
import { toHdf5 } from './hdf5-export.js';
import { toIdx } from './idx-export.js';
import { toJsonl } from './jsonl-export.js';
import { toPngFolders } from './png-export.js';

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

export const EXPORT_MEDIA_TYPES: readonly string[] = [
  ...new Set(Object.values(KINDS).map(({ mediaType }) => mediaType.split(';')[0]!)),
];

/** Samples as files, written as they are read. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly samples: ExportSamplesRepository,
    private readonly folder: ImportFolder,
    @Inject(HDF5_SOURCE) private readonly hdf5: Hdf5Source,
  ) {}

  /** @throws ProblemError before anything of the file is sent */
  async create(byId: string, query: ExportQuery): Promise<ExportedFile> {
    const content = await this.contentOf(query);
    await this.samples.audit(byId, query);
    const { ending, mediaType } = KINDS[query.format];
    return { name: `${nameOf(query)}.${ending}`, mediaType, content };
  }

  private async contentOf(query: ExportQuery): Promise<Readable> {
    const pages = this.samples.read(query);
    switch (query.format) {
      case 'idx':
        return Readable.from(toIdx(pages, query.task));
      case 'png':
        return Readable.from(toPngFolders(pages));
      case 'hdf5':
        await this.folder.make();
        return toHdf5(pages, query.task, {
          path: this.folder.pathOf(newId()),
          source: this.hdf5,
        });
      case 'jsonl':
        return Readable.from(toJsonl(pages));
    }
  }
}

const nameOf = ({ task, status }: ExportQuery): string =>
  ['inkling', task ?? 'samples', status, new Date().toISOString().slice(0, 10)]
    .filter((part) => part !== undefined)
    .join('-');
