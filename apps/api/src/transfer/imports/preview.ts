import {
  PREVIEWED_ROWS,
  type ImportPreview,
  type ImportStart,
  type PreviewRow,
} from '@inkling/contract';
import { TASKS, type Task } from '@inkling/recognizer';
import { glyphPicture } from '../../common/glyph-bytes.js';
import type { Pictures } from '../../recognise/pictures/pictures.service.js';
import type { FileRow, ImportFile } from '../formats/import-file.js';
import { readRow } from './row-reader.js';
import type { RowOutcome } from './new-sample.js';

/** More labels than a person maps one by one. */
const MOST_LABELS = 2000;

/** The first rows as they would be imported; none is passed over, or the mapping would hide what it maps. */
export async function previewOf(
  file: ImportFile,
  choices: ImportStart,
  pictures: Pick<Pictures, 'read'>,
): Promise<ImportPreview> {
  const rows: PreviewRow[] = [];
  const labels = new Set(file.labels);
  for await (const row of file.rows(0)) {
    if ('label' in row) labels.add(row.label);
    rows.push(shown(row, await readRow(row, { ...choices, mapping: {} }, pictures)));
    if (rows.length === PREVIEWED_ROWS) break;
  }
  return { total: file.total, labels: [...labels].slice(0, MOST_LABELS), rows };
}

function shown(row: FileRow, outcome: RowOutcome): PreviewRow {
  const found = 'label' in row ? row.label : null;
  const at = { row: row.row, place: row.place ?? null, found, ownTask: ownTaskOf(row) };
  if (outcome.kind === 'sample') {
    const { label, reviewerLabel, network, glyph } = outcome.sample;
    const counts = { label: reviewerLabel ?? label, network, glyph: glyphPicture(glyph) };
    return { ...at, ...counts, reason: null };
  }
  const reason = outcome.kind === 'refused' ? outcome.refused.reason : null;
  return { ...at, label: null, network: null, glyph: null, reason };
}

const ownTaskOf = (row: FileRow): Task | null =>
  'label' in row ? (TASKS.find((task) => task === row.task) ?? null) : null;
