import { ProblemError, UnreachableError } from '@inkling/client';

/** Why there is no answer. */
export interface Trouble {
  readonly code: string;
  readonly detail: string;
  /** It is tried again by itself. */
  readonly passes: boolean;
}

/** @param isThere whether the server answers at all: a browser does not say why it kept an answer from the page */
export async function troubleOf(error: unknown, isThere: () => Promise<boolean>): Promise<Trouble> {
  if (error instanceof UnreachableError) {
    return (await isThere())
      ? { code: 'origin_not_allowed', detail: '', passes: false }
      : { code: 'away', detail: error.message, passes: true };
  }
  if (error instanceof ProblemError) {
    const { code, detail, status } = error;
    return { code, detail, passes: isBusy(status) };
  }
  return { code: 'unknown', detail: String(error), passes: false };
}

const isBusy = (status: number): boolean => status === 429 || status >= 500;

/** Whether the server has judged what was sent, and does not take it. */
export const isRefusal = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && !isBusy(error.status);

/** Refusals of a key, or of the page that it is used in: another key or page may send the same drawing. */
const REFUSALS_OF_THE_PAGE = [401, 403];

/** Whether the server will never take this drawing or label, whatever page it comes from. */
export const isRefusedForGood = (error: unknown): boolean =>
  isRefusal(error) && !REFUSALS_OF_THE_PAGE.includes(error.status);

/** Whether the server does not take the id that the device made. */
export const isAboutId = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.code === 'id_taken' || error.errors.some(({ pointer }) => pointer === '/id'));

export const isMissing = (error: unknown): boolean =>
  error instanceof ProblemError && error.status === 404;

/** When the server wants to be asked again, where it says so. */
export const retryAfterMs = (error: unknown): number | undefined =>
  error instanceof ProblemError && error.retryAfterS !== undefined
    ? error.retryAfterS * 1000
    : undefined;

export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';
