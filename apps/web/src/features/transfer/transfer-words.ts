import type { ImportState, ImportStatus, TransferFormat } from '@inkling/contract';
import { counted } from '../../shared/words';

export const FORMAT_NAMES: Readonly<Record<TransferFormat, string>> = {
  jsonl: 'JSON Lines',
  idx: 'IDX (MNIST, EMNIST), zipped',
  png: 'PNG folders, zipped',
  hdf5: 'HDF5',
};

export const FORMAT_WORDS: Readonly<Record<TransferFormat, string>> = {
  jsonl: 'One sample a line with its ink, label and history.',
  idx: 'A zip of images and labels as MNIST has them, packed by gzip or not.',
  png: 'A zip with one folder for each label.',
  hdf5: 'Datasets of images and labels, found by their shape.',
};

/** The most likely format of a file, by its name. */
export function formatOfName(name: string): TransferFormat {
  const lower = name.toLowerCase();
  if (/\.(h5|hdf5|hdf|he5)$/.test(lower)) return 'hdf5';
  if (!lower.endsWith('.zip')) return 'jsonl';
  return /idx|ubyte|mnist/.test(lower) ? 'idx' : 'png';
}

export const STATUS_NAMES: Readonly<Record<ImportStatus, string>> = {
  held: 'Not started',
  queued: 'Waiting to start',
  running: 'Importing',
  completed: 'Imported',
  failed: 'Failed',
  cancelled: 'Cancelled',
  undoing: 'Removing its samples',
  undone: 'Undone',
};

/** States that change by themselves. */
export const isMoving = ({ status }: Pick<ImportState, 'status'>): boolean =>
  ['queued', 'running', 'undoing'].includes(status);

/** What became of the rows: "1,200 imported · 3 duplicates excluded · 1 refused". */
export function countWords({ counts }: Pick<ImportState, 'counts'>): string {
  const { imported, duplicates, refused, leftOut } = counts;
  return [
    `${imported.toLocaleString('en')} imported`,
    duplicates > 0 && `${counted(duplicates, 'duplicate')} excluded`,
    leftOut > 0 && `${leftOut.toLocaleString('en')} excluded by label`,
    refused > 0 && `${refused.toLocaleString('en')} refused`,
  ]
    .filter((part) => part !== false)
    .join(' · ');
}

/** How far it is, 0..1; `null` while that is not known. */
export const shareOf = ({ counts: { seen, total } }: Pick<ImportState, 'counts'>): number | null =>
  total === null || total === 0 ? null : Math.min(1, seen / total);
