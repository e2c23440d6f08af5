import type {
  ImportStart,
  ImportState,
  ImportStatus,
  LabelMapping,
  TransferFormat,
} from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { personOf } from '../../learn/review/rows.js';
import type { ImportRow } from './import-rows.repository.js';

/** What was chosen for an import. */
export const choicesOf = ({
  task,
  sampleStatus,
  mapping,
}: Pick<ImportRow, 'task' | 'sampleStatus' | 'mapping'>): ImportStart => ({
  ...(task !== null && { task: task as Task }),
  ...(sampleStatus !== null && { status: sampleStatus as 'pending' | 'approved' }),
  mapping: mapping as LabelMapping,
});

const momentOf = (date: Date | null): string | null => date?.toISOString() ?? null;

/** As admins see it. */
export const toState = (row: ImportRow): ImportState => ({
  id: row.id,
  status: row.status as ImportStatus,
  format: row.format as TransferFormat,
  task: row.task as Task | null,
  sampleStatus: row.sampleStatus as ImportState['sampleStatus'],
  mapping: row.mapping as LabelMapping,
  file: { name: row.fileName, size: Number(row.fileSize) },
  counts: {
    total: row.total,
    seen: row.seen,
    imported: row.imported,
    duplicates: row.duplicates,
    refused: row.refused,
    leftOut: row.leftOut,
  },
  failure: row.failure,
  by: personOf(row.byId, row.by?.name ?? null, row.by?.isAnonymous ?? null),
  createdAt: row.createdAt.toISOString(),
  startedAt: momentOf(row.startedAt),
  finishedAt: momentOf(row.finishedAt),
});
