import {
  OWN_DATA_FORMAT,
  ownFileAboutSchema,
  ownFileRowSchema,
  type OwnFileRow,
} from '@inkling/contract';
import type { z } from 'zod';
import { parseJson } from '../../common/parse-json.js';
import { MAX_PICTURE_BYTES } from '../../common/picture-bytes.js';
import { ImportFileError } from '../formats/import-file.js';
import { linesOfFile } from '../formats/lines-of-file.js';

/** A picture as base64, and the ink and the rest around it. */
const LONGEST_LINE_BYTES = Math.ceil((MAX_PICTURE_BYTES * 4) / 3) + 4 * 1024 * 1024;

const ANOTHER_FILE =
  'This is not a file of your data from Inkling. Choose the file that "Download everything" gave you.';

const NOTHING_READ = 'Nothing was read in.';

/** A row of the file, checked, and its place. */
export interface PlacedRow {
  readonly row: OwnFileRow;
  /** From 1. */
  readonly number: number;
  /** Its length in the file, in UTF-16 units. */
  readonly length: number;
}

/** A row is wrong; `message` says in what way and not where. */
export class RowError extends Error {}

/**
 * A file of somebody's own data, row by row.
 *
 * @throws ImportFileError at the first row that is none, with its number
 */
export async function* rowsOfOwnFile(path: string): AsyncGenerator<PlacedRow> {
  let number = 0;
  let isBegun = false;
  let isEnded = false;
  for await (const line of linesOfFile(path, LONGEST_LINE_BYTES)) {
    number++;
    if (line?.trim() === '') continue;
    if (isEnded) throw wrongRow(number, 'something follows the end of the file');
    const row = isBegun ? rowOf(line, number) : firstRow(line);
    isBegun = true;
    isEnded = row.type === 'end';
    yield { row, number, length: line!.length };
  }
  if (!isBegun) throw new ImportFileError('The file is empty. Choose another one.');
  if (!isEnded) {
    throw new ImportFileError(
      `The file breaks off after line ${number}. Download it again, and choose the whole file. ${NOTHING_READ}`,
    );
  }
}

function firstRow(line: string | undefined): OwnFileRow {
  const parsed = ownFileAboutSchema.safeParse(line === undefined ? undefined : parseJson(line));
  if (!parsed.success) throw new ImportFileError(ANOTHER_FILE);
  if (parsed.data.format > OWN_DATA_FORMAT) {
    throw new ImportFileError(
      `The file has format ${parsed.data.format}, and this Inkling reads formats up to ${OWN_DATA_FORMAT}. A newer Inkling wrote it: ask an admin to update this one.`,
    );
  }
  return parsed.data;
}

function rowOf(line: string | undefined, number: number): OwnFileRow {
  if (line === undefined) throw wrongRow(number, 'it is too long');
  const value = parseJson(line);
  if (value === undefined)
    throw wrongRow(number, 'it is not valid JSON. The file may be cut short');
  const parsed = ownFileRowSchema.safeParse(value);
  if (!parsed.success) throw wrongRow(number, wordsOf(parsed.error.issues[0]!));
  return parsed.data;
}

const wordsOf = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? message : `"${path.join('.')}": ${message}`;

/** @param problem without a full stop */
export const wrongRow = (number: number, problem: string): ImportFileError =>
  new ImportFileError(
    `Line ${number}: ${problem}. ${NOTHING_READ} Choose the file as it was downloaded.`,
  );
