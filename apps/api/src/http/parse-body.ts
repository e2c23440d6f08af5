import { parse as parseQuery } from 'node:querystring';
import type { Readable } from 'node:stream';
import { MOST_MAPPED_LABELS } from '@inkling/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';
import { contentLengthOf, tooLarge } from './body-limits.js';
import { collect } from './collect.js';
import { lookAtJson, MOST_KEYS, type Range } from './json-shape.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The letters between the quotes of a long `image` or `data_url` as they were sent; in the body it is empty. */
    longImage: Buffer | null;
  }
}

/** Some too many labels are refused by the contract, which says how many there may be. */
const MOST_MAPPING_KEYS = MOST_MAPPED_LABELS + MOST_KEYS;

/**
 * @returns where a long `image` or `data_url` stands
 * @throws ProblemError
 */
export function refuseTooMuchJson(bytes: Buffer, mostKeys?: number): Range | undefined {
  const { tooMuch, image } = lookAtJson(bytes, mostKeys);
  if (tooMuch === undefined) return image;
  throw new ProblemError('malformed_request', `The request has too much in it: ${tooMuch}.`);
}

/**
 * JSON as Fastify reads it, after a look at how much there is in it. A picture of millions of letters is never made
 * a text, which would hold up everybody else's requests: it is left out and kept as it came.
 */
export function parseJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.decorateRequest('longImage', null);
  fastify.addContentTypeParser('application/json', (request, payload, done) => {
    wholeBody(request, payload)
      .then((bytes) => void parse(request, withoutLongImage(request, bytes), done))
      .catch(done);
  });
}

/** @throws ProblemError */
async function wholeBody(request: FastifyRequest, payload: Readable): Promise<Buffer> {
  const most = request.routeOptions.bodyLimit;
  const bytes = await collect(payload, { expected: contentLengthOf(request), most });
  if (!bytes) throw tooLarge(most);
  return bytes;
}

/** No form of ours has more than a few. */
const MOST_FORM_FIELDS = 100;

/** Forms as pages post them without a file: millions of fields would hold up everybody else's requests. */
export function parseForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('application/x-www-form-urlencoded', (request, payload, done) => {
    wholeBody(request, payload)
      .then((bytes) => {
        if (hasMoreFields(bytes, MOST_FORM_FIELDS)) {
          const detail = `The form has too much in it: more than ${MOST_FORM_FIELDS} fields.`;
          throw new ProblemError('malformed_request', detail);
        }
        done(null, { ...parseQuery(bytes.toString('utf8')) });
      })
      .catch(done);
  });
}

function hasMoreFields(bytes: Buffer, most: number): boolean {
  let at = -1;
  for (let fields = 1; (at = bytes.indexOf('&', at + 1)) >= 0; fields++) {
    if (fields >= most) return true;
  }
  return false;
}

function withoutLongImage(request: FastifyRequest, bytes: Buffer): string {
  const { takesMapping } = request.routeOptions.config;
  const image = refuseTooMuchJson(bytes, takesMapping === true ? MOST_MAPPING_KEYS : MOST_KEYS);
  if (!image) return bytes.toString('utf8');
  request.longImage = bytes.subarray(image.start, image.end);
  return bytes.toString('utf8', 0, image.start) + bytes.toString('utf8', image.end);
}
