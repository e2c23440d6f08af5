import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { importFieldsSchema, type ImportFields } from '@inkling/contract';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { parseJson } from '../../common/parse-json.js';
import { ProblemError } from '../../common/problem-error.js';
import { parseOrThrow, validationProblem } from '../../common/validation.js';
import { fileTooLarge } from '../../http/body-limits.js';

export interface Upload {
  readonly fields: ImportFields;
  readonly fileName: string;
  readonly size: number;
}

/** A mapping of two thousand labels. */
const FIELD_BYTES = 256 * 1024;

/**
 * Takes a form's file to the disk as it comes, and its fields, whichever comes first. What fails leaves no file.
 *
 * @param target where the file goes
 * @throws ProblemError
 */
export async function takeUpload(
  request: FastifyRequest,
  target: string,
  mostBytes: number,
): Promise<Upload> {
  if (!request.isMultipart()) {
    throw new ProblemError('unsupported_media_type', 'Send multipart/form-data with a "file".');
  }
  try {
    return await take(request, target, mostBytes);
  } catch (error) {
    await rm(target, { force: true });
    throw problemOf(error);
  }
}

async function take(request: FastifyRequest, target: string, mostBytes: number): Promise<Upload> {
  const limits = { fileSize: mostBytes, files: 1, fields: 20, fieldSize: FIELD_BYTES, parts: 21 };
  const fields: Record<string, unknown> = {};
  let file: { readonly name: string; readonly size: number } | undefined;
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') file = await store(part, target, mostBytes);
    else fields[part.fieldname] = fieldOf(part.fieldname, String(part.value));
  }
  const parsed = parseOrThrow(importFieldsSchema, fields);
  if (!file) throw validationProblem([{ message: 'Send the file as a part.', path: ['file'] }]);
  return { fields: parsed, fileName: file.name, size: file.size };
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

/** Form fields are text; a mapping is an object as JSON. */
function fieldOf(name: string, text: string): unknown {
  if (name === 'mapping') return parseJson(text) ?? text;
  if (name !== 'hold') return text === '' ? undefined : text;
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}

function problemOf(error: unknown): unknown {
  if (error instanceof ProblemError) return error;
  const { code } = error as { code?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ProblemError('storage_full', 'The disk is full. Nothing was kept.', {
      cause: error,
    });
  }
  if (typeof code === 'string' && code.endsWith('_LIMIT')) {
    return new ProblemError('too_large', 'The form has too many parts. Send one file.');
  }
  return new ProblemError(
    'malformed_request',
    'The form can not be read. Send multipart/form-data with the parts "format", "task", "status" and "file".',
    { cause: error },
  );
}
