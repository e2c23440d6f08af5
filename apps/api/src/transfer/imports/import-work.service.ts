import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../common/problem-error.js';
import { Pictures } from '../../recognise/pictures/pictures.service.js';
import { refreshSamples } from '../../recognise/serving/refresh-samples.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import type { FileRow } from '../formats/import-file.js';
import { ImportFiles } from '../formats/import-files.service.js';
import { ClaimedImports } from './claimed-imports.repository.js';
import { ImportFolder } from './import-folder.js';
import { choicesOf } from './import-record.js';
import type { ImportRow } from './import-rows.repository.js';
import {
  InsertSamplesRepository,
  type ImportBatch,
  type InsertedSample,
} from './insert-samples.repository.js';
import type { NewSample, RefusedRow, RowOutcome } from './new-sample.js';
import { readRow } from './row-reader.js';

/** Rows of one transaction: a few ms of the database. */
const ROWS_AT_ONCE = 250;

/** Photos take long; what was done is written all the same. */
const BATCH_MS = 2000;

/** Rows that are read at the same time: pictures go to processes of their own. */
const READ_AT_ONCE = 8;

const BUSY_WAIT_MS = 500;

/** Of an import that is approved as it comes: so many of each label are in memory. */
const MOST_REMEMBERED = 500;

export type WorkEnd = 'completed' | 'cancelled' | 'stopped';

/** From a file's rows to samples, batch by batch: what is in memory does not grow with the file. */
@Injectable()
export class ImportWork {
  constructor(
    private readonly files: ImportFiles,
    private readonly folder: ImportFolder,
    private readonly claimed: ClaimedImports,
    private readonly inserts: InsertSamplesRepository,
    private readonly serving: ServingService,
    private readonly pictures: Pictures,
  ) {}

  /**
   * Goes on behind the rows that were worked through.
   *
   * @throws ImportFileError when the file breaks off
   */
  async run(job: ImportRow, stop: AbortSignal): Promise<WorkEnd> {
    const choices = choicesOf(job);
    const file = await this.files.open(this.folder.pathOf(job.id), {
      format: job.format,
      task: choices.task,
    });
    try {
      const remembered = new Remembered(await this.claimed.countRemembered(job.id));
      let after = job.seen;
      for await (const rows of batchesOf(file.rows(job.seen))) {
        if (stop.aborted) return 'stopped';
        const outcomes = await this.readAll(rows, (row) => readRow(row, choices, this.pictures));
        const batch = { after, ...batchOf(rows, outcomes, remembered) };
        const { samples, isCancelled } = await this.inserts.insert(job.id, job.byId, batch);
        after = batch.seen;
        remembered.add(samples);
        await refreshSamples(
          this.serving,
          samples.filter(({ isShared }) => isShared),
        );
        if (isCancelled) return 'cancelled';
        // Requests that came meanwhile go first.
        await nextTurn();
      }
      return 'completed';
    } finally {
      await file.close();
    }
  }

  private async readAll(
    rows: readonly FileRow[],
    read: (row: FileRow) => Promise<RowOutcome>,
  ): Promise<RowOutcome[]> {
    const outcomes: RowOutcome[] = [];
    for (let start = 0; start < rows.length; start += READ_AT_ONCE) {
      const some = rows.slice(start, start + READ_AT_ONCE);
      outcomes.push(...(await Promise.all(some.map((row) => patiently(() => read(row))))));
    }
    return outcomes;
  }
}

/** People's pictures go first. */
async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'busy') throw error;
      await wait(BUSY_WAIT_MS);
    }
  }
}

async function* batchesOf(rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  let begun = performance.now();
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE && performance.now() - begun < BATCH_MS) continue;
    yield batch;
    batch = [];
    begun = performance.now();
  }
  if (batch.length > 0) yield batch;
}

function batchOf(
  rows: readonly FileRow[],
  outcomes: readonly RowOutcome[],
  remembered: Remembered,
): Omit<ImportBatch, 'after'> {
  const samples: NewSample[] = [];
  const refused: RefusedRow[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'sample') samples.push(outcome.sample);
    if (outcome.kind === 'refused') refused.push(outcome.refused);
  }
  return {
    seen: rows.at(-1)!.row,
    samples: remembered.mark(samples),
    refused,
    leftOut: outcomes.length - samples.length - refused.length,
  };
}

/**
 * Which samples are in memory once they are approved. What waits for review is none of many thousands that come at
 * once: a person approves it.
 */
class Remembered {
  constructor(private readonly counts: Map<string, number>) {}

  mark(samples: readonly NewSample[]): ImportBatch['samples'] {
    const counts = new Map(this.counts);
    return samples.map((sample) => {
      if (sample.status !== 'approved') return { ...sample, remembered: true };
      const key = keyOf(sample.network, sample.reviewerLabel ?? sample.label);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return { ...sample, remembered: count < MOST_REMEMBERED };
    });
  }

  add(samples: readonly InsertedSample[]): void {
    for (const { network, label, isShared } of samples) {
      if (!isShared) continue;
      const key = keyOf(network, label);
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
  }
}

const keyOf = (network: string, label: string): string => `${network} ${label}`;
