import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';
import { validationProblem } from '../common/validation.js';
import { fileTooLarge, MAPPING_LIMIT } from '../http/body-limits.js';
import { storageFull } from './storage-full.js';

/** As text. */
export type FormFields = Readonly<Record<string, string>>;

interface Target {
  /** Where the file goes. */
  readonly path: string;
  readonly mostBytes: number;
  /** What the form is to have, for a person. */
  readonly parts: string;
}

/**
 * Takes a form's file to the disk as it comes, and its fields, whichever comes first. What fails leaves no file.
 *
 * @param read of the fields; it runs before it is judged whether there is a file
 * @throws ProblemError
 */
export async function takeForm<T>(
  request: FastifyRequest,
  target: Target,
  read: (fields: FormFields) => T,
): Promise<{ readonly fields: T; readonly fileName: string; readonly size: number }> {
  if (!request.isMultipart()) {
    throw new ProblemError('unsupported_media_type', 'Send multipart/form-data with a "file".');
  }
  try {
    return await take(request, target, read);
  } catch (error) {
    await rm(target.path, { force: true });
    throw problemOf(error, target.parts);
  }
}

async function take<T>(
  request: FastifyRequest,
  { path, mostBytes }: Target,
  read: (fields: FormFields) => T,
) {
  const limits = { fileSize: mostBytes, files: 1, fields: 20, fieldSize: MAPPING_LIMIT, parts: 21 };
  const given: Record<string, string> = {};
  let file: { readonly name: string; readonly size: number } | undefined;
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') file = await store(part, path, mostBytes);
    else given[part.fieldname] = String(part.value);
  }
  const fields = read(given);
  if (!file) throw validationProblem([{ message: 'Send the file as a part.', path: ['file'] }]);
  return { fields, fileName: file.name, size: file.size };
}

async function store(
  { file, filename }: MultipartFile,
  target: string,
  mostBytes: number,
): Promise<{ readonly name: string; readonly size: number }> {
  const sink = createWriteStream(target);
  await pipeline(file, sink);
  if (file.truncated) throw fileTooLarge(mostBytes);
  return { name: nameOf(filename), size: sink.bytesWritten };
}

/** As it is shown: the last part of a path, without what can't be stored. */
const nameOf = (name: string): string =>
  name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[\p{C}]/gu, '')
    .slice(0, 200) || 'file';

function problemOf(error: unknown, parts: string): unknown {
  if (error instanceof ProblemError) return error;
  const full = storageFull(error);
  if (full) return full;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && code.endsWith('_LIMIT')) {
    return new ProblemError('too_large', 'The form has too many parts. Send one file.');
  }
  return new ProblemError(
    'malformed_request',
    `The form cannot be read. Send multipart/form-data with ${parts}.`,
    { cause: error },
  );
}
