import type {
  AskedTask,
  CorrectionResponse,
  HistoryItem,
  PredictionResponse,
} from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { api, dataOf, gone } from './client';

/** A point as the API takes it: `[x, y, timestampMs, pressure?]`. */
export type InkPoint = number[];

export interface Question {
  /** Made on this device; sent again, it counts once. */
  readonly id?: string;
  readonly task: AskedTask;
  /** How many candidates to return. */
  readonly top: number;
  /** A prediction of the same drawing that this one takes the place of. */
  readonly replaces?: string;
}

export function predictInk(
  strokes: InkPoint[][],
  question: Question,
  signal: AbortSignal,
): Promise<PredictionResponse> {
  return dataOf(api.POST('/api/predictions', { body: { ink: { strokes }, ...question }, signal }));
}

/** Pictures come with the steps of their reading: those can't be worked out in the browser. */
export function predictPicture(
  picture: Blob,
  question: Question,
  signal: AbortSignal,
): Promise<PredictionResponse> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...question, explain: true })) {
    if (value !== undefined) form.append(name, String(value));
  }
  // Last, so that a server that reads the form as it arrives knows the options first.
  form.append('file', picture, 'picture');
  return dataOf(
    api.POST('/api/predictions', {
      body: { file: '', task: question.task },
      bodySerializer: () => form,
      signal,
    }),
  );
}

/** What the API takes at once. */
const DELETED_AT_ONCE = 100;

/** Deletes drawings of one's own for good; sent also when the page is being closed. */
export async function deletePredictions(ids: readonly string[]): Promise<void> {
  const parts = Array.from({ length: Math.ceil(ids.length / DELETED_AT_ONCE) }, (_, at) =>
    ids.slice(at * DELETED_AT_ONCE, (at + 1) * DELETED_AT_ONCE),
  );
  await Promise.all(
    parts.map((part) =>
      dataOf(api.POST('/api/predictions/delete', { body: { ids: part }, keepalive: true })),
    ),
  );
}

export interface HistoryPage {
  readonly items: HistoryItem[];
  readonly nextCursor: string | null;
}

export function listPredictions(query: {
  cursor?: string;
  limit: number;
  task?: Task;
}): Promise<HistoryPage> {
  return dataOf(api.GET('/api/predictions', { params: { query } }));
}

/** The correction that there was when another one was given, its label or text as it was given; `null` for none. */
export type Previous = { readonly id: string; readonly said: string } | null;

/**
 * Says what a drawing is, also while the page is being closed; again for the same prediction replaces it.
 *
 * @param previous refuses to replace any other correction than this
 */
export async function sendCorrection(
  predictionId: string,
  label: string,
  previous?: Previous,
  signal?: AbortSignal,
): Promise<CorrectionResponse> {
  const known = previous && { id: previous.id, label: previous.said };
  const body = { predictionId, label, ...(known !== undefined && { previous: known }) };
  // The route takes corrections of lines as well, and answers what was asked.
  const correction = await dataOf(
    api.POST('/api/corrections', { body, keepalive: true, ...(signal && { signal }) }),
  );
  return correction as CorrectionResponse;
}

export async function takeBackCorrection(id: string, signal?: AbortSignal): Promise<void> {
  const asked = { params: { path: { id } }, ...(signal && { signal }) };
  await dataOf(api.DELETE('/api/corrections/{id}', asked));
}

/** As `takeBackCorrection`, but sent also when the page is being closed. */
export async function takeBackForGood(id: string): Promise<void> {
  await gone(api.DELETE('/api/corrections/{id}', { params: { path: { id } }, keepalive: true }));
}
