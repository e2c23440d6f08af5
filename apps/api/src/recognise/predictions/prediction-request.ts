import { MAX_POINTS, InkError } from '@inkling/ink';
import {
  predictionOptionsSchema,
  predictionRequestSchema,
  type InkInput,
  type SentInk,
} from '@inkling/contract';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { numberWords } from '../../common/number-words.js';
import { ProblemError } from '../../common/problem-error.js';
import { parseOrThrow, validationProblem } from '../../common/validation.js';
import { contentLengthOf, tooLarge } from '../../http/body-limits.js';
import { collect } from '../../http/collect.js';
import { bytesOfBase64 } from '../pictures/base64-picture.js';
import { MAX_PICTURE_BYTES } from '../../common/picture-bytes.js';
import { tooManyBytes } from '../pictures/picture-limits.js';

export type PredictionOptions = z.output<typeof predictionOptionsSchema>;

export type PredictionInput =
  | { readonly kind: 'ink'; readonly ink: InkInput }
  | { readonly kind: 'picture'; readonly bytes: Uint8Array };

export interface ReadRequest<O = PredictionOptions> {
  readonly options: O;
  readonly input: PredictionInput;
}

/** A drawing as JSON with `ink` or `image`, and as a form with `file`. */
export interface DrawingRequest<O> {
  readonly json: z.ZodType<O & { ink?: SentInk | undefined; image?: string | undefined }>;
  readonly options: z.ZodType<O>;
  /** Longest field of a form. */
  readonly fieldBytes: number;
}

const PREDICTION: DrawingRequest<PredictionOptions> = {
  json: predictionRequestSchema,
  options: predictionOptionsSchema,
  fieldBytes: 1000,
};

export const readPredictionRequest = (request: FastifyRequest): Promise<ReadRequest> =>
  readDrawingRequest(request, PREDICTION);

/** JSON with `ink` or `image`, or a form with `file`: one thing after this. */
export function readDrawingRequest<O>(
  request: FastifyRequest,
  schemas: DrawingRequest<O>,
): Promise<ReadRequest<O>> {
  return request.isMultipart()
    ? readForm(request, schemas)
    : Promise.resolve(readJson(request, schemas));
}

function readJson<O>(request: FastifyRequest, { json }: DrawingRequest<O>): ReadRequest<O> {
  const { body } = request;
  const plain = plainInk(body);
  // The schema has nothing to say of it, and takes longer to see that than everything else of a request.
  const judged = plain ? { ...(body as object), ink: { strokes: [] } } : body;
  const { ink, image, ...rest } = parseOrThrow(json, judged ?? {});
  const options = rest as unknown as O;
  if (ink) return { options, input: { kind: 'ink', ink: plain ?? keptInk(ink) } };
  return { options, input: { kind: 'picture', bytes: sentPicture(request, image ?? '') } };
}

/** The bytes of a picture in JSON. @param image as the body has it: empty where it is long, see parse-body.ts */
export function sentPicture({ longImage }: FastifyRequest, image: string): Buffer<ArrayBuffer> {
  return bytesOfBase64(longImage && image === '' ? unescaped(longImage) : Buffer.from(image));
}

/** What stands between the quotes of a JSON string: some writers of JSON escape slashes. */
function unescaped(letters: Buffer): Buffer {
  if (!letters.includes('\\')) return letters;
  try {
    return Buffer.from(JSON.parse(`"${letters.toString()}"`) as string);
  } catch (error) {
    const detail = '"image" has an escape that JSON does not know.';
    throw new ProblemError('malformed_request', detail, { cause: error });
  }
}

/** x, y, time and pressure as far as they are known. */
function keptInk({ strokes }: SentInk): InkInput {
  return { strokes: strokes.map((stroke) => stroke.map(keptPoint)) };
}

function keptPoint(sent: readonly (number | null)[]): number[] {
  const kept: number[] = [];
  for (const value of sent.slice(0, 4)) {
    if (value === null) break;
    kept.push(value);
  }
  return kept;
}

/**
 * Ink as nearly everybody sends it: strokes of points of two to four numbers, which are kept as they are.
 *
 * @returns `undefined` where the schema has to look at each point
 * @throws InkError before it does, for more than anybody draws: that takes long for millions of them
 */
function plainInk(body: unknown): InkInput | undefined {
  const strokes = (body as { ink?: { strokes?: unknown } } | null | undefined)?.ink?.strokes;
  if (!Array.isArray(strokes)) return undefined;
  if (strokes.length > MAX_POINTS) throw new InkError('too_many_points');
  let points = 0;
  for (const stroke of strokes) if (Array.isArray(stroke)) points += stroke.length;
  if (points > MAX_POINTS) throw new InkError('too_many_points');
  return strokes.every(isPlainStroke) ? { strokes } : undefined;
}

const isPlainStroke = (stroke: unknown): stroke is number[][] =>
  Array.isArray(stroke) && stroke.every(isPlainPoint);

const isPlainPoint = (point: unknown): boolean =>
  Array.isArray(point) && point.length >= 2 && point.length <= 4 && point.every(Number.isFinite);

async function readForm<O>(
  request: FastifyRequest,
  { options: optionsSchema, fieldBytes }: DrawingRequest<O>,
): Promise<ReadRequest<O>> {
  const { fields, file } = await readFormParts(request, fieldBytes);
  const options = parseOrThrow(optionsSchema, optionsOfFields(fields));
  if (!file) {
    throw validationProblem([{ message: 'Send the picture as a file part.', path: ['file'] }]);
  }
  return { options, input: { kind: 'picture', bytes: file } };
}

/** What a form has: one file, whatever its part is called, and the texts of each field. */
export interface FormParts {
  readonly fields: Readonly<Record<string, string[]>>;
  readonly file: Buffer | undefined;
}

/**
 * @param fieldBytes of the longest field
 * @throws ProblemError
 */
export async function readFormParts(
  request: FastifyRequest,
  fieldBytes: number,
): Promise<FormParts> {
  const fields: Record<string, string[]> = {};
  let file: Buffer | undefined;
  const most = request.routeOptions.bodyLimit;
  let fieldsBytes = 0;
  try {
    const limits = {
      fileSize: MAX_PICTURE_BYTES,
      files: 1,
      fields: 60,
      fieldSize: fieldBytes,
      parts: 61,
    };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') file = await readFile(part.file, contentLengthOf(request));
      // Cut short it would be another list than the one that was sent.
      else if (part.valueTruncated) throw tooLongField(part.fieldname, fieldBytes);
      else {
        const value = String(part.value);
        // A form that comes in chunks does not say how long it is, and each field alone may be short enough.
        fieldsBytes += value.length;
        if (fieldsBytes > most) throw tooLarge(most);
        (fields[part.fieldname] ??= []).push(value);
      }
    }
  } catch (error) {
    throw formProblem(error);
  }
  return { fields, file };
}

/** @param expected bytes of the whole form */
async function readFile(file: MultipartFile['file'], expected: number): Promise<Buffer> {
  const bytes = await collect(file, { expected, most: MAX_PICTURE_BYTES });
  if (!bytes || file.truncated) throw tooManyBytes();
  return bytes;
}

function tooLongField(name: string, most: number): ProblemError {
  const detail = `"${name}" is too long: a field of this form may have up to ${numberWords(most)} bytes.`;
  return new ProblemError('too_large', detail);
}

function formProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && code.endsWith('_LIMIT')) {
    return new ProblemError('too_large', 'The form has too many parts. Send one file.');
  }
  return new ProblemError(
    'malformed_request',
    'The form cannot be read. Send multipart/form-data with the picture as the part "file".',
    { cause: error },
  );
}

const SWITCHES = ['explain', 'memory', 'prior'];

/** Form fields are text: what can be read as the option's type is, the rest is left to the schema. */
function optionsOfFields(fields: FormParts['fields']): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, values] of Object.entries(fields)) {
    const text = values.at(-1)!;
    if (name === 'allow') options[name] = values.flatMap(labelsOfField);
    else if (name === 'words') options[name] = values.flatMap(wordsOfField);
    else if (name === 'top') options[name] = /^\d+$/.test(text) ? Number(text) : text;
    else if (SWITCHES.includes(name)) options[name] = readSwitch(text);
    else options[name] = text;
  }
  return options;
}

/** `["0","1"]`, `0,1`, or one label a field. */
function labelsOfField(text: string): unknown[] {
  if (!text.startsWith('[')) return text.split(',').map((label) => label.trim());
  try {
    return JSON.parse(text) as unknown[];
  } catch {
    return [text];
  }
}

/** `["one","two"]`, or a word a line. */
const wordsOfField = (text: string): unknown[] =>
  text.startsWith('[') ? labelsOfField(text) : text.split(/\r?\n/).filter((word) => word !== '');

function readSwitch(text: string): unknown {
  if (text === 'true' || text === '1' || text === 'on') return true;
  return text === 'false' || text === '0' ? false : text;
}
