import { isStorableText, PASSWORD_LENGTH } from '@inkling/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  PROBLEMS,
  ProblemError,
  type FieldProblem,
  type ProblemCode,
} from '../../common/problem-error.js';
import { answerProblem } from '../../http/answer-problem.js';
import { parseJson } from '../../common/parse-json.js';
import { problemDocument } from '../../common/problem-document.js';
import { refuseTooMuchJson } from '../../http/parse-body.js';
import { refuseUnstorable } from '../../http/unstorable.js';
import { ADDRESS_HEADER, AUTH_PATH } from './create-auth.js';
import type { AuthService } from './auth.service.js';
import { OneAtATime } from './one-at-a-time.js';
import { isOwnHost } from './own-host.js';
import { otherPage, refusePlainHttp } from './own-pages.js';

const CODES: Record<number, ProblemCode> = {
  400: 'malformed_request',
  401: 'sign_in_first',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  415: 'unsupported_media_type',
  422: 'invalid_request',
  429: 'too_many_requests',
};

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

interface SaidProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[] | undefined;
}

/** Better Auth's errors are `{ message, code }`, and so are ours that it handed on; some have no body. */
function problemOf(status: number, text: string, publicUrl: string | undefined): SaidProblem {
  const body = parseJson(text) as
    { message?: unknown; code?: unknown; errors?: readonly FieldProblem[] } | undefined;
  const { message, code } = body ?? {};
  if (typeof code === 'string' && Object.hasOwn(KNOWN, code)) return KNOWN[code]!;
  if (OTHER_PAGES.has(code)) return { code: 'forbidden', detail: otherPage(publicUrl) };
  return {
    code: isOurs(code) ? code : (CODES[status] ?? 'internal_error'),
    detail:
      typeof message === 'string' && message !== ''
        ? message
        : 'That did not work. Check the request and try again.',
    errors: body?.errors,
  };
}

const isOurs = (code: unknown): code is ProblemCode =>
  typeof code === 'string' && Object.hasOwn(PROBLEMS, code);

const field = (code: ProblemCode, pointer: string, detail: string): SaidProblem => ({
  code,
  detail,
  errors: [{ pointer, detail }],
});

/** What Better Auth says to pages that it takes for another server's. */
const OTHER_PAGES = new Set<unknown>([
  'INVALID_ORIGIN',
  'MISSING_OR_NULL_ORIGIN',
  'CROSS_SITE_NAVIGATION_LOGIN_BLOCKED',
]);

/** What people meet, in words that say what to do. */
const KNOWN: Readonly<Record<string, SaidProblem>> = {
  INVALID_EMAIL_OR_PASSWORD: {
    code: 'wrong_credentials',
    detail: 'The email address or the password is wrong. Check both and try again.',
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: field(
    'address_taken',
    '/email',
    'There is an account with this email address. Sign in, or use another address.',
  ),
  // Whatever kept the database from it; our own refusals come as they are.
  FAILED_TO_CREATE_USER: {
    code: 'busy',
    detail: 'The account could not be created. Try again.',
  },
  INVALID_PASSWORD: field('wrong_password', '/currentPassword', 'The password is wrong.'),
  PASSWORD_TOO_SHORT: field(
    'invalid_request',
    '/newPassword',
    `A password has at least ${PASSWORD_LENGTH.min} characters.`,
  ),
  PASSWORD_TOO_LONG: field(
    'invalid_request',
    '/newPassword',
    `A password has at most ${PASSWORD_LENGTH.max} characters.`,
  ),
  INVALID_TOKEN: {
    code: 'link_expired',
    detail: 'This link was used already, or is too old. Ask for a new one.',
  },
  CREDENTIAL_ACCOUNT_NOT_FOUND: {
    code: 'no_password',
    detail: 'This account has no password: it signs in through a provider.',
  },
  PROVIDER_NOT_FOUND: {
    code: 'provider_away',
    detail:
      'This provider does not answer at the moment, or is none of ours. Try again later, or sign in with a password.',
  },
  RESET_PASSWORD_DISABLED: {
    code: 'mail_off',
    detail: 'No mail is set up here. Ask an admin for a link that sets a new password.',
  },
};
