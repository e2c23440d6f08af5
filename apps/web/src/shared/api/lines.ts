import type {
  LineCorrectionResponse,
  LineHistoryItem,
  LineResponse,
  LineTask,
} from '@inkling/contract';
import { reach } from './client';
import { failureOf } from './errors';
import type { InkPoint } from './predictions';

export interface LineQuestion {
  readonly task: LineTask;
  /** How many texts to return. */
  readonly top: number;
  /** How the text is built, such as `dd/dd/dddd`. */
  readonly pattern?: string;
  /** Only these may be answered. */
  readonly words?: readonly string[];
  /** An answer for the same line that this one takes the place of. */
  readonly replaces?: string;
}

export function readInkLine(
  strokes: InkPoint[][],
  question: LineQuestion,
  signal: AbortSignal,
): Promise<LineResponse> {
  return call('POST', '/api/lines', { body: { ink: { strokes }, ...question }, signal });
}

export function readPictureLine(
  picture: Blob,
  question: LineQuestion,
  signal: AbortSignal,
): Promise<LineResponse> {
  const form = new FormData();
  const { words, ...fields } = question;
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, String(value));
  }
  // One field: a form may have few.
  if (words) form.append('words', JSON.stringify(words));
  // Last, so that a server that reads the form as it arrives knows the options first.
  form.append('file', picture, 'picture');
  return call('POST', '/api/lines', { body: form, signal });
}

export interface LinePage {
  readonly items: LineHistoryItem[];
  readonly nextCursor: string | null;
}

export function listLines(query: {
  cursor?: string;
  limit: number;
  task?: LineTask;
}): Promise<LinePage> {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  return call('GET', `/api/lines?${search.toString()}`);
}

/** Deletes a line of one's own for good; sent also when the page is being closed. */
export async function deleteLine(id: string): Promise<void> {
  await call('DELETE', `/api/lines/${encodeURIComponent(id)}`, { keepalive: true });
}

/** States what a line says; again for the same line replaces it. */
export function sendLineCorrection(lineId: string, text: string): Promise<LineCorrectionResponse> {
  return call('POST', '/api/corrections', { body: { lineId, text }, keepalive: true });
}

interface Options {
  readonly body?: object;
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
}

async function call<Answer>(
  method: string,
  path: string,
  { body, signal, keepalive }: Options = {},
): Promise<Answer> {
  const response = await reach(() =>
    fetch(path, {
      method,
      credentials: 'same-origin',
      ...(keepalive && { keepalive }),
      ...(signal && { signal }),
      ...(body instanceof FormData && { body }),
      ...(body &&
        !(body instanceof FormData) && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
    }),
  );
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw failureOf(response.status, answer);
  return answer as Answer;
}
