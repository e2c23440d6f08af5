import { MOST_IMPORTED_ROWS, type OwnFileRow } from '@inkling/contract';
import { numberWords } from '../../common/number-words.js';
import { ImportFileError } from '../formats/import-file.js';
import { rowsOfOwnFile, RowError, wrongRow } from './own-file.js';
import { drawingOf, lineOf } from './own-rows.js';

/** Of each, so many are known by their ids while a file is read in. More than anybody draws. */
const MOST = { sample: 200_000, line: 200_000, alphabet: 1000 } as const;

/** What reviewers made of a sample where the file comes from. */
export interface Decided {
  readonly isRejected: boolean;
  readonly insisted: boolean;
}

/** What has to be known of a file before its first row is written. */
export interface OwnFileFacts {
  /** By the sample's id in the file; none where nobody decided. */
  readonly decided: ReadonlyMap<string, Decided>;
  /** Rows of each type. */
  readonly counts: ReadonlyMap<OwnFileRow['type'], number>;
  /** There are drawings that are characters of lines. */
  readonly hasCharacters: boolean;
}

/**
 * Reads a file once from its begin to its end, so that whatever is wrong with it is known before anything is written.
 *
 * @throws ImportFileError
 */
export async function checkOwnFile(path: string): Promise<OwnFileFacts> {
  const decided = new Map<string, Decided>();
  const counts = new Map<OwnFileRow['type'], number>();
  let hasCharacters = false;
  for await (const { row, number } of rowsOfOwnFile(path)) {
    count(counts, row.type);
    if (number > MOST_IMPORTED_ROWS) throw tooMany('lines', MOST_IMPORTED_ROWS);
    judge(row, number);
    if (row.type === 'prediction') hasCharacters ||= row.lineId != null;
    if (row.type !== 'sample') continue;
    const { id, status, reviewerLabel, insisted } = row;
    if (status === 'pending' && reviewerLabel == null) continue;
    decided.set(id, { isRejected: status === 'rejected', insisted });
  }
  return { decided, counts, hasCharacters };
}

function count(counts: Map<OwnFileRow['type'], number>, type: OwnFileRow['type']): void {
  const sum = (counts.get(type) ?? 0) + 1;
  counts.set(type, sum);
  if (isLimited(type) && sum > MOST[type]) throw tooMany(`rows of type "${type}"`, MOST[type]);
}

const isLimited = (type: OwnFileRow['type']): type is keyof typeof MOST => type in MOST;

/** As it is when it is written. */
function judge(row: OwnFileRow, number: number): void {
  try {
    if (row.type === 'prediction') drawingOf(row);
    if (row.type === 'line') lineOf(row);
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    throw wrongRow(number, error.message);
  }
}

const tooMany = (what: string, most: number): ImportFileError =>
  new ImportFileError(
    `The file has more than ${numberWords(most)} ${what}, as many as can be read in. Nothing was read in.`,
  );
