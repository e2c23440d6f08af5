import type { Problem } from '@inkling/contract';

/** What is wrong with one field of what was sent. */
export interface FieldError {
  /** JSON Pointer, such as `/epochs`. */
  readonly pointer: string;
  readonly detail: string;
}

/** The server understood and said no; `message` is its own sentence for the person. */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem';

  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly errors: readonly FieldError[] = [],
    /** The correction that there is already, where another one was not to replace it. */
    readonly current?: Problem['current'],
  ) {
    super(message);
  }
}

/** No answer: the server is stopped, starting, unreachable, or slower than we wait. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';

  constructor(options?: ErrorOptions) {
    super('Can’t reach the server.', options);
  }
}

/** No answer for very long. It may be up all the same, and may have done what it was asked. */
export class ServerSlow extends ServerAway {
  /** @param changes whether it was asked to change something */
  constructor(changes: boolean, options?: ErrorOptions) {
    super(options);
    this.message = changes
      ? 'The server isn’t responding. It may have done this anyway: reload the page before you try again.'
      : 'The server isn’t responding. Try again in a moment.';
  }
}

/** It answers, and can keep nothing for now: reading goes on, and what was said is sent later. */
export class ServerUnsaved extends ServerAway {
  constructor(detail = 'The server can’t save anything right now.') {
    super();
    this.message = detail;
  }
}

/** Codes that say that somebody else, or somebody with another role, is at this page by now. */
const REFUSED_CODES = ['sign_in_first', 'forbidden'];

/** Whether the server takes who is at this page for somebody who may not do this. */
export const isRefused = (error: unknown): boolean =>
  error instanceof ServerProblem && REFUSED_CODES.includes(error.code);

/** Codes of problems that end by themselves, or when an admin has made room. */
const UNSAVED_CODES = ['database_away', 'storage_full'];

/** Statuses that a proxy gives while the server behind it is stopped or starting. */
const PROXY_STATUSES = [502, 503, 504];

/** What a failed response means, from its status and its body where that was JSON. */
export function failureOf(status: number, body: unknown): ServerProblem | ServerAway {
  if (isProblem(body)) {
    if (UNSAVED_CODES.includes(body.code)) return new ServerUnsaved(body.detail);
    return new ServerProblem(wordsOf(body), status, body.code, body.errors, body.current);
  }
  if (PROXY_STATUSES.includes(status)) return new ServerAway();
  return new ServerProblem(
    `The server couldn’t do this (status ${status}). Try again in a moment.`,
    status,
    'unknown',
  );
}

/** What sends programs to a call of the API; people have buttons and pages. */
const NAMES_A_CALL = /\b(GET|POST|PUT|PATCH|DELETE) \/api\//;

/** The server's own sentence, where that is not for programs. */
function wordsOf({ code, detail }: Problem): string {
  if (code === 'sign_in_first') return 'You are signed out. Sign in and try again.';
  return code === 'forbidden' && NAMES_A_CALL.test(detail)
    ? 'You don’t have access to this. Sign in with an account that has access, or ask an admin for the role.'
    : detail;
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  return 'detail' in body && typeof body.detail === 'string' && 'status' in body;
}
