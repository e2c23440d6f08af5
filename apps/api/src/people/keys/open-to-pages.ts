import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import { answerProblem } from '../../http/answer-problem.js';
import { pathOf } from '../../http/address.js';
import type { RequestLimits } from '../../http/rate-limit/request-limits.js';
import { AUTH_PATH } from '../auth/create-auth.js';
import type { KeyOrigins } from './key-origins.service.js';
import { sentKey } from './sent-key.js';

/** What carries a key. */
const KEY_HEADERS = ['authorization', 'x-api-key'];

const ALLOWED_HEADERS = [...KEY_HEADERS, 'content-type', 'last-event-id'].join(', ');
const ALLOWED_METHODS = 'GET, HEAD, POST, PATCH, DELETE';

/** Beside those that browsers show every page. */
const SHOWN_HEADERS = [
  'content-disposition',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
].join(', ');

/** A key that is revoked meanwhile is refused all the same. */
const PREFLIGHT_S = 600;

/**
 * Lets pages elsewhere call the API with a key, and in no other way: credentials are never allowed, so a page can do
 * nothing in its visitor's name. Comes before all that refuses, so that pages can read why they were refused.
 */
export function openToPages(
  fastify: FastifyInstance,
  origins: Pick<KeyOrigins, 'isNamed'>,
  limits: Pick<RequestLimits, 'mayLookUp'>,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (origin === undefined || sentKey(request) === undefined || !takesKeys(request))
      return done();
    // Its request is not counted yet, and any program can send an origin and what looks like a key.
    void origins
      .isNamed(origin, () => limits.mayLookUp(request))
      .then((isNamed) => {
        if (isNamed) openTo(origin, reply);
        done();
      });
  });
  void fastify.register((context, _options, done) => {
    context.setErrorHandler(answerProblem);
    context.options('/api/*', { config: { limits: 'address' } }, (request, reply) =>
      answerPreflight(request, reply, origins),
    );
    done();
  });
}

async function answerPreflight(
  request: FastifyRequest,
  reply: FastifyReply,
  origins: Pick<KeyOrigins, 'isNamed'>,
): Promise<void> {
  const { origin } = request.headers;
  if (origin === undefined || !isPreflight(request) || !takesKeys(request)) {
    return reply.callNotFound();
  }
  if (!wantsKey(request) || !(await origins.isNamed(origin))) throw notOpen(origin);
  openTo(origin, reply);
  await reply
    .code(204)
    .headers({
      'access-control-allow-methods': ALLOWED_METHODS,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': PREFLIGHT_S,
    })
    .send();
}

/** For a key that is for programs: no page may read what it was answered. */
export function closeToPages(reply: FastifyReply): void {
  reply.removeHeader('access-control-allow-origin');
}

function openTo(origin: string, reply: FastifyReply): void {
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': SHOWN_HEADERS,
    vary: 'origin',
  });
}

/** Signing in is for pages of this server. */
function takesKeys({ url }: FastifyRequest): boolean {
  const path = pathOf(url) ?? '';
  return path.startsWith('/api/') && !path.startsWith(`${AUTH_PATH}/`);
}

const isPreflight = ({ headers }: FastifyRequest): boolean =>
  headers['access-control-request-method'] !== undefined;

const wantsKey = ({ headers }: FastifyRequest): boolean =>
  String(headers['access-control-request-headers'] ?? '')
    .toLowerCase()
    .split(',')
    .some((name) => KEY_HEADERS.includes(name.trim()));

const notOpen = (origin: string): ProblemError =>
  new ProblemError(
    'origin_not_allowed',
    `Pages of ${origin} may not ask here: no API key that works names this origin, or the page sends none.`,
  );
