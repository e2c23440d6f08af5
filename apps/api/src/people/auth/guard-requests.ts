import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import type { SessionReader } from './session-reader.js';
import type { RequestLimits } from '../../http/rate-limit/request-limits.js';
import { pathOf } from '../../http/address.js';
import { BodiesInFlight } from '../../http/bodies-in-flight.js';
import {
  BODY_LIMIT,
  CLOSING,
  contentLengthOf,
  fileTooLarge,
  MAPPING_LIMIT,
  PICTURE_BODY_LIMIT,
  tooLarge,
} from '../../http/body-limits.js';

interface Guards {
  readonly limits: RequestLimits;
  readonly sessions: SessionReader;
  /** The most that a file may have that goes to the disk. */
  readonly fileBytes: number;
}

/** A form around a file. */
const FORM_BYTES = 1024 * 1024;

/**
 * What is asked of each request before anything of its body is read: that its address is one, that its
 * sender has not asked too often, and that its body is no larger than its route needs.
 */
export function guardRequests(
  fastify: FastifyInstance,
  { limits, sessions, fileBytes }: Guards,
): void {
  const bodies = new BodiesInFlight();
  fastify.addHook('onRoute', (route) => {
    if (route.config?.takesPicture === true) route.bodyLimit = PICTURE_BODY_LIMIT;
    if (route.config?.takesMapping === true) route.bodyLimit = MAPPING_LIMIT;
    if (route.config?.takesFile === true) route.bodyLimit = fileBytes + FORM_BYTES;
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const { config } = request.routeOptions;
    if (config.limits === 'none') return;
    limits.countAddress(request);
    const path = pathOf(request.url);
    if (path === undefined) {
      throw new ProblemError('malformed_request', 'Invalid address. It must begin with one slash.');
    }
    // Answers are about who asks. What is for everybody says so itself.
    if (path.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    if (config.limits === 'address' || request.is404) return;
    await sessions.read(request, reply);
    limits.countWriter(request, reply);
  });
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    admitBody(request, reply, bodies);
    done(null, payload);
  });
}

/** @throws ProblemError */
function admitBody(request: FastifyRequest, reply: FastifyReply, bodies: BodiesInFlight): void {
  const { bodyLimit, config } = request.routeOptions;
  const bytes = announcedBytes(request, bodyLimit);
  if (bytes === 0) return;
  if (bytes > bodyLimit) {
    throw config.takesFile === true ? fileTooLarge(bodyLimit - FORM_BYTES) : tooLarge(bodyLimit);
  }
  const isForm = /^multipart\//i.test(request.headers['content-type'] ?? '');
  if (config.takesFile === true) return admitFile(reply, bytes, isForm);
  if (isForm && config.takesPicture !== true) {
    throw new ProblemError('unsupported_media_type', 'Send application/json.', CLOSING);
  }
  if (bytes <= BODY_LIMIT) return;
  // Who left while it was looked up who they are closes nothing any more: the room would never be given back.
  if (reply.raw.destroyed || request.raw.destroyed) {
    throw new ProblemError('malformed_request', 'The connection was closed before the body.');
  }
  const giveBack = bodies.take(request.ip, bytes);
  if (!giveBack) {
    throw new ProblemError('busy', 'Too many pictures are being sent. Try again in 2 s.', {
      headers: { ...CLOSING.headers, 'retry-after': '2' },
    });
  }
  reply.raw.once('close', giveBack);
}

/**
 * A file goes to the disk once it is known who sends it. What is refused before is not read to its end, and anything
 * but a form stays as small as elsewhere.
 */
function admitFile(reply: FastifyReply, bytes: number, isForm: boolean): void {
  if (!isForm && bytes > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
  void reply.headers(CLOSING.headers);
}

/** What a body has at most: one that comes in chunks does not say. */
function announcedBytes(request: FastifyRequest, limit: number): number {
  return request.headers['transfer-encoding'] === undefined ? contentLengthOf(request) : limit;
}
