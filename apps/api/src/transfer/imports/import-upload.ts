import { importFieldsSchema, type ImportFields } from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import { parseJson } from '../../common/parse-json.js';
import { parseOrThrow } from '../../common/validation.js';
import { takeForm, type FormFields } from '../take-form.js';

export interface Upload {
  readonly fields: ImportFields;
  readonly fileName: string;
  readonly size: number;
}

/**
 * Takes an import's file to the disk, and what was chosen for it.
 *
 * @param target where the file goes
 * @throws ProblemError
 */
export const takeUpload = (
  request: FastifyRequest,
  target: string,
  mostBytes: number,
): Promise<Upload> =>
  takeForm(
    request,
    { path: target, mostBytes, parts: 'the parts "format", "task", "status" and "file"' },
    (fields) => parseOrThrow(importFieldsSchema, typedFields(fields)),
  );

const typedFields = (fields: FormFields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, fieldOf(name, text)]));

/** Form fields are text; a mapping is an object as JSON. */
function fieldOf(name: string, text: string): unknown {
  if (name === 'mapping') return parseJson(text) ?? text;
  if (name !== 'hold') return text === '' ? undefined : text;
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}
