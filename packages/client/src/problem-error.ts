/** What is wrong with one field of what was sent. */
export interface FieldProblem {
  /** JSON Pointer (RFC 6901) into the body, or `/name` of a query parameter. */
  readonly pointer: string;
  readonly detail: string;
}

/** The correction that another one was not to replace: `label` of a drawing, `text` of a line, as it was given. */
export interface CurrentCorrection {
  readonly id: string;
  readonly label?: string;
  readonly text?: string;
  /** ISO 8601. */
  readonly changedAt: string;
}

interface Problem {
  readonly status: number;
  /** A stable word for programs, such as `nothing_drawn`. */
  readonly code: string;
  /** What happened and what to do, for a person. */
  readonly detail: string;
  /** What is wrong with which field; empty where none is to blame. */
  readonly errors: readonly FieldProblem[];
  /** The id that the server's log knows the request by. */
  readonly requestId: string | undefined;
  /** When to ask again, where the server says so (429 and 503). */
  readonly retryAfterS: number | undefined;
  /** Of the code `newer_correction` alone. */
  readonly current?: CurrentCorrection | undefined;
}

/** The server refused: an RFC 9457 problem document. `message` is its sentence for a person. */
export class ProblemError extends Error implements Problem {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;
  readonly current: CurrentCorrection | undefined;

  constructor({ status, code, detail, errors, requestId, retryAfterS, current }: Problem) {
    super(detail);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.requestId = requestId;
    this.retryAfterS = retryAfterS;
    this.current = current;
  }
}

/** Of an answer that went wrong; a proxy's own page is a problem of the code `unknown`. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  const { code, detail, errors, current } = (body ?? {}) as Partial<Record<keyof Problem, unknown>>;
  return new ProblemError({
    status: response.status,
    code: typeof code === 'string' ? code : 'unknown',
    detail:
      typeof detail === 'string'
        ? detail
        : `The server answered with status ${response.status}. Try again in a moment.`,
    errors: Array.isArray(errors) ? (errors as FieldProblem[]) : [],
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfterS: retryAfterOf(response.headers.get('retry-after'), Date.now()),
    current: current as CurrentCorrection | undefined,
  });
}

/** Seconds from now, of a number of them or of an HTTP date (RFC 9110, section 10.2.3), which proxies send, too. */
function retryAfterOf(text: string | null, nowMs: number): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const seconds = Number.isNaN(Number(text)) ? (Date.parse(text) - nowMs) / 1000 : Number(text);
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
