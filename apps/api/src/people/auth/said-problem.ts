import { PASSWORD_LENGTH } from '@inkling/contract';
import { parseJson } from '../../common/parse-json.js';
import { PROBLEMS, type FieldProblem, type ProblemCode } from '../../common/problem-error.js';
import { AN_EMAIL } from '../../common/refusal-words.js';
import { validationProblem } from '../../common/validation.js';
import { otherPage } from './own-pages.js';

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

/** A refusal of Better Auth's as this API says it. */
export interface SaidProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[] | undefined;
}

/** Better Auth's errors are `{ message, code }`, and so are ours that it handed on; some have no body. */
export function problemOf(
  status: number,
  text: string,
  publicUrl: string | undefined,
): SaidProblem {
  const body = parseJson(text) as
    { message?: unknown; code?: unknown; errors?: readonly FieldProblem[] } | undefined;
  const { message, code } = body ?? {};
  if (typeof code === 'string' && Object.hasOwn(KNOWN, code)) return KNOWN[code]!;
  if (OTHER_PAGES.has(code)) return { code: 'forbidden', detail: otherPage(publicUrl) };
  const issues = code === 'VALIDATION_ERROR' ? issuesOf(message) : [];
  if (issues.length > 0) {
    const { code: ofFields, message: detail, errors } = validationProblem(issues);
    return { code: ofFields, detail, errors };
  }
  return {
    code: isOurs(code) ? code : (CODES[status] ?? 'internal_error'),
    detail:
      typeof message === 'string' && message !== ''
        ? message
        : status === 404
          ? 'There is nothing at this address.'
          : 'That did not work. Check the request and try again.',
    errors: body?.errors,
  };
}

const isOurs = (code: unknown): code is ProblemCode =>
  typeof code === 'string' && Object.hasOwn(PROBLEMS, code);

/** What its schemas found, which it says as `[body.email] is missing; [body.password] is missing`. */
function issuesOf(message: unknown): { readonly path: string[]; readonly message: string }[] {
  const said = typeof message === 'string' ? message.split('; ') : [];
  return said.flatMap((one) => {
    const [, place, words] = /^\[body\.?([^\]]*)\] (.+)$/.exec(one) ?? [];
    if (place === undefined || words === undefined) return [];
    return { path: place === '' ? [] : place.split('.'), message: words };
  });
}

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
  INVALID_EMAIL: field('invalid_request', '/email', AN_EMAIL),
  INVALID_CALLBACK_URL: field(
    'forbidden',
    '/callbackURL',
    'must be an address of this server, such as "/"',
  ),
  UNAUTHORIZED: {
    code: 'sign_in_first',
    detail: 'You are not signed in. Sign in, then try again.',
  },
  ANONYMOUS_USERS_CANNOT_SIGN_IN_AGAIN_ANONYMOUSLY: {
    code: 'malformed_request',
    detail: 'You are a guest already. Go on as you are, or sign in or up with an email address.',
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
    detail: 'This link was used already, or has expired. Ask for a new one.',
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
