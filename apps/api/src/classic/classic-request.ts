import { classicPictureSchema } from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { parseOrThrow, validationProblem } from '../common/validation.js';
import { PICTURE_BODY_LIMIT } from '../http/body-limits.js';
import { bytesOfBase64 } from '../recognise/pictures/base64-picture.js';
import { readFormParts, sentPicture } from '../recognise/predictions/prediction-request.js';

/** What an old client asks for, once it is read. */
export interface ClassicRequest<O> {
  readonly options: O;
  /** The picture, as a file. */
  readonly bytes: Uint8Array;
}

/**
 * All the ways in which old clients send a picture: JSON with `image` or `data_url`, and a form with a file, whatever its part is
 * called, or with the same two as text.
 *
 * @throws ProblemError
 */
export const readClassicRequest = <O>(
  request: FastifyRequest,
  schema: z.ZodType<O>,
): Promise<ClassicRequest<O>> =>
  request.isMultipart()
    ? readForm(request, schema)
    : Promise.resolve().then(() => readJson(request, schema));

function readJson<O>(request: FastifyRequest, schema: z.ZodType<O>): ClassicRequest<O> {
  const body = request.body ?? {};
  const { image, data_url: dataUrl } = parseOrThrow(classicPictureSchema, body);
  const options = parseOrThrow(schema, body);
  const picture = image ?? dataUrl;
  if (picture === undefined) throw noPicture();
  return { options, bytes: sentPicture(request, picture) };
}

async function readForm<O>(
  request: FastifyRequest,
  schema: z.ZodType<O>,
): Promise<ClassicRequest<O>> {
  const { fields, file } = await readFormParts(request, PICTURE_BODY_LIMIT);
  const body = Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, values.at(-1)]),
  );
  const { image, data_url: dataUrl } = parseOrThrow(classicPictureSchema, body);
  const options = parseOrThrow(schema, body);
  const text = image ?? dataUrl;
  const bytes = file ?? (text === undefined ? undefined : bytesOfBase64(Buffer.from(text)));
  if (!bytes) throw noPicture();
  return { options, bytes };
}

const noPicture = () =>
  validationProblem([
    { message: 'has no picture. Send "image" or "data_url" as base64, or a form with "file".' },
  ]);
