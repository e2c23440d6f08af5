import { inkSchema, labelSchema, moment, sampleStatusSchema, text } from '@inkling/contract';
import { GLYPH_PIXELS } from '@inkling/ink';
import { z } from 'zod';
import { parseJson } from '../../common/parse-json.js';
import { ImportFileError, type FileRow, type ImportFile, type RowContent } from './import-file.js';
import { countLines, linesOfFile } from './lines-of-file.js';
import { checkTotal } from './row-limit.js';

/** A line as it is exported; `label` and one of `glyph` and `ink` are enough. */
const lineSchema = z
  .object({
    label: text().min(1).max(200),
    given: labelSchema.nullish(),
    reviewerLabel: text().min(1).max(200).nullish(),
    task: text().max(100).nullish(),
    status: sampleStatusSchema.nullish(),
    createdAt: moment().nullish(),
    updatedAt: moment().nullish(),
    glyph: z
      .base64(`must be ${GLYPH_PIXELS} bytes as base64`)
      .transform((letters) => Buffer.from(letters, 'base64'))
      .refine(({ length }) => length === GLYPH_PIXELS, `must be ${GLYPH_PIXELS} bytes as base64`)
      .nullish(),
    ink: inkSchema.nullish(),
  })
  .refine(({ glyph, ink }) => glyph || ink, 'needs "glyph" or "ink"');

/** @throws ImportFileError */
export async function openJsonl(path: string): Promise<ImportFile> {
  for await (const line of linesOfFile(path)) {
    const first = line === undefined ? '' : withoutMark(line).trim();
    if (first === '') continue;
    if (!first.startsWith('{')) {
      throw new ImportFileError(
        'This is not JSON Lines: its first line is not a JSON object. Choose the right format.',
      );
    }
    break;
  }
  const total = await countLines(path);
  checkTotal(total);
  return { total, labels: [], rows: (skip) => rowsOf(path, skip), close: () => Promise.resolve() };
}

async function* rowsOf(path: string, skip: number): AsyncGenerator<FileRow> {
  let row = 0;
  for await (const line of linesOfFile(path)) {
    if (row++ < skip) continue;
    yield rowOf(row, row === 1 && line !== undefined ? withoutMark(line) : line);
  }
}

/** A byte order mark, as some editors write it. */
const withoutMark = (line: string): string => line.replace(/^\ufeff/, '');

function rowOf(row: number, line: string | undefined): FileRow {
  if (line === undefined) return { row, refusal: 'The line is longer than 4 MB.' };
  if (line.trim() === '') return { row, refusal: 'The line is empty.' };
  const value = parseJson(line);
  if (value === undefined) return { row, refusal: 'The line is not valid JSON.' };
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return { row, refusal: wordsOf(parsed.error.issues[0]!) };
  const { label, glyph, ink, ...rest } = parsed.data;
  const content: RowContent = glyph
    ? { kind: 'glyph', glyph, ink: ink ?? undefined }
    : { kind: 'ink', ink: ink! };
  const history = Object.fromEntries(Object.entries(rest).filter(([, said]) => said !== null));
  return { row, label, content, ...history };
}

const wordsOf = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? `The line ${message}.` : `"${path.join('.')}" ${message}`;
