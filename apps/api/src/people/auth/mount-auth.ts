import { isStorableText } from '@inkling/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import { answerProblem } from '../../http/answer-problem.js';
import { parseJson } from '../../common/parse-json.js';
import { problemDocument } from '../../common/problem-document.js';
import { refuseTooMuchJson } from '../../http/parse-body.js';
import { refuseUnstorable } from '../../http/unstorable.js';
import { ADDRESS_HEADER, AUTH_PATH } from './create-auth.js';
import type { AuthService } from './auth.service.js';
import { OneAtATime } from './one-at-a-time.js';
import { isOwnHost } from './own-host.js';
import { refusePlainHttp } from './own-pages.js';
import { problemOf } from './said-problem.js';

/** Longer than what browsers call themselves. */
const MOST_OF_A_NAME = 512;

/** Of these a browser sends at least one with whatever a page of another site makes it send. */
const BROWSER_HEADERS = ['origin', 'referer', 'sec-fetch-site'];

interface AuthRoute {
  Params: { '*': string };
}

type AuthRequest = FastifyRequest<AuthRoute>;

/** Gives `/api/auth/*` to Better Auth, in a context of its own: it wants bodies as they came. */
export function mountAuth(
  fastify: FastifyInstance,
  auth: AuthService,
  publicUrl: string | undefined,
): void {
  void fastify.register((context, _options, done) => {
    const signUps = new OneAtATime();
    // Nest's filter sees the errors of its own routes only.
    context.setErrorHandler(answerProblem);
    context.removeAllContentTypeParsers();
    context.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, next) => {
      refuseTooMuchJson(body);
      refuseUnstorable(parseJson(body.toString('utf8')));
      next(null, body);
    });
    const handler = async (request: AuthRequest, reply: FastifyReply) => {
      if (!isOwnHost(request.headers.host, publicUrl)) {
        throw new ProblemError(
          'unknown_host',
          'This server is not known under that name. Set PUBLIC_URL to the address that people use.',
        );
      }
      refusePlainHttp(request.headers.origin, publicUrl);
      refuseUnstorable(request.query);
      if (!isStorableText(request.params['*'])) return reply.callNotFound();
      const ask = () => auth.handle(toWebRequest(request, publicUrl));
      const email = emailOfSignUp(request);
      const response = await (email === undefined ? ask() : signUps.run(email, ask));
      await forward(response, request, reply, publicUrl);
    };
    const route = { url: `${AUTH_PATH}/*`, handler };
    context.route<AuthRoute>({ ...route, method: ['GET', 'POST'], config: { limits: 'address' } });
    // Where browsers come back from a provider: it signs in, and moves what a guest drew.
    context.route<AuthRoute>({
      ...route,
      method: 'GET',
      url: `${AUTH_PATH}/callback/*`,
      config: { limits: 'address', changesOnGet: true },
    });
    done();
  });
}

/**
 * Of several sign-ups with one address the later ones find the account that the first has made, instead of
 * holding a transaction each until it has.
 */
function emailOfSignUp({ params, body }: AuthRequest): string | undefined {
  if (params['*'] !== 'sign-up/email' || !(body instanceof Uint8Array)) return undefined;
  const { email } = (parseJson(Buffer.from(body).toString('utf8')) ?? {}) as { email?: unknown };
  return typeof email === 'string' ? email.toLowerCase() : undefined;
}

function toWebRequest(request: FastifyRequest, publicUrl: string | undefined): Request {
  const origin = publicUrl ? new URL(publicUrl).origin : `http://${request.headers.host!}`;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set(ADDRESS_HEADER, request.ip);
  // Kept with the session, to know it by.
  headers.set('user-agent', (headers.get('user-agent') ?? '').slice(0, MOST_OF_A_NAME));
  // Programs such as curl; Better Auth would take a cookie without an origin for a forged request.
  if (!BROWSER_HEADERS.some((name) => headers.has(name))) headers.set('origin', origin);
  const body = request.body instanceof Uint8Array ? request.body : undefined;
  return new Request(new URL(request.url, origin), {
    method: request.method,
    headers,
    ...(body && { body: new Uint8Array(body) }),
  });
}

async function forward(
  response: Response,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | undefined,
): Promise<void> {
  void reply.code(response.status);
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie' && name !== 'content-length') void reply.header(name, value);
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) void reply.header('set-cookie', cookies);
  const text = await response.text();
  if (response.status < 400) return void (await reply.send(text));

  const retryAfter = response.headers.get('x-retry-after');
  if (retryAfter !== null) void reply.header('retry-after', retryAfter);
  const { code, detail, errors } = problemOf(response.status, text, publicUrl);
  const document = problemDocument(code, detail, { requestId: request.id, errors });
  await reply
    .code(document.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(document));
}
