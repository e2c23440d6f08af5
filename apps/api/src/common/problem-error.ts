import type { Problem } from '@inkling/contract';

/** Every problem that the API can answer with: its stable code, status and title. */
export const PROBLEMS = {
  malformed_request: { status: 400, title: 'The request cannot be read' },
  unreadable_import: { status: 422, title: 'The file cannot be imported' },
  unreadable_picture: { status: 400, title: 'The picture cannot be read' },
  unknown_host: { status: 400, title: 'Unknown host name' },
  sign_in_first: { status: 401, title: 'Sign in first' },
  unknown_key: { status: 401, title: 'The API key does not work' },
  wrong_credentials: { status: 401, title: 'Wrong email address or password' },
  forbidden: { status: 403, title: 'Not allowed' },
  origin_not_allowed: { status: 403, title: 'The key does not allow this page' },
  wrong_address: { status: 403, title: 'Opened at another address' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  invitation_needed: { status: 403, title: 'An invitation is needed' },
  invitation_not_yours: { status: 403, title: 'The invitation is for someone else' },
  sign_up_closed: { status: 403, title: 'Signing up is closed' },
  sign_in_again: { status: 403, title: 'Sign in again' },
  invitation_unknown: { status: 404, title: 'Unknown invitation' },
  address_taken: { status: 409, title: 'There is an account already' },
  no_password: { status: 409, title: 'The account has no password' },
  mail_off: { status: 409, title: 'No mail is set up' },
  invitation_used: { status: 410, title: 'The link was used' },
  invitation_revoked: { status: 410, title: 'The invitation was revoked' },
  invitation_expired: { status: 410, title: 'The link has expired' },
  link_expired: { status: 410, title: 'The link was used or has expired' },
  wrong_password: { status: 422, title: 'Wrong password' },
  already_ended: { status: 409, title: 'Ended already' },
  too_slow: { status: 408, title: 'Too slow' },
  id_taken: { status: 409, title: 'The id is taken' },
  newer_correction: { status: 409, title: 'Corrected meanwhile' },
  name_taken: { status: 409, title: 'The name is taken' },
  too_many: { status: 409, title: 'There are too many' },
  conflict: { status: 409, title: 'Changed meanwhile' },
  last_admin: { status: 409, title: 'The last admin' },
  already_in_service: { status: 409, title: 'In service already' },
  model_unusable: { status: 409, title: 'The model cannot serve' },
  nothing_to_roll_back: { status: 409, title: 'There is no former model' },
  file_removed: { status: 410, title: 'The file was removed' },
  too_large: { status: 413, title: 'Too large' },
  address_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  invalid_request: { status: 422, title: 'The request is not valid' },
  precondition_failed: { status: 412, title: 'Changed meanwhile' },
  range_not_satisfiable: { status: 416, title: 'No such range' },
  unknown_task: { status: 422, title: 'Unknown task' },
  unknown_label: { status: 422, title: 'Unknown label' },
  nothing_drawn: { status: 422, title: 'Nothing is drawn' },
  only_a_dot: { status: 422, title: 'Only a dot is drawn' },
  not_taught: { status: 422, title: 'Nothing is taught yet' },
  nothing_fits: { status: 422, title: 'Nothing that was asked for fits' },
  bad_coordinates: { status: 422, title: 'Coordinates are out of range' },
  too_many_points: { status: 422, title: 'Too many points' },
  bad_picture: { status: 422, title: 'The picture does not fit its size' },
  reason_needed: { status: 422, title: 'A reason is needed' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Something went wrong' },
  no_model: { status: 503, title: 'No model is loaded' },
  provider_away: { status: 503, title: 'The provider does not answer' },
  database_away: { status: 503, title: 'The database is not responding' },
  storage_full: { status: 503, title: 'The disk is full' },
  busy: { status: 503, title: 'Busy' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldProblem {
  /** JSON Pointer (RFC 6901) into the request's body, or `/name` of a query parameter. */
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemExtras {
  readonly errors?: readonly FieldProblem[];
  /** Of `newer_correction`. */
  readonly current?: Problem['current'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** What services throw; the problem filter turns it into an answer. `message` is for a person. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly errors: readonly FieldProblem[] | undefined;
  readonly current: Problem['current'];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    extras: ProblemExtras = {},
  ) {
    super(detail, { cause: extras.cause });
    this.errors = extras.errors;
    this.current = extras.current;
    this.headers = extras.headers ?? {};
  }
}

export const notFound = (what: string): ProblemError =>
  new ProblemError('not_found', `There is no such ${what}, or it is not yours.`);
