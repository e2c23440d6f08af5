import type {
  LineCorrectionResponse,
  LineHistoryItem,
  LineResponse,
  LineTask,
} from '@inkling/contract';
import { api, dataOf, gone } from './client';
import type { InkPoint, Previous } from './predictions';

export interface LineQuestion {
  /** Made on this device; sent again, it counts once. */
  readonly id?: string;
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
  { words, ...question }: LineQuestion,
  signal: AbortSignal,
): Promise<LineResponse> {
  const body = { ink: { strokes }, ...question, ...(words && { words: [...words] }) };
  return asLine(dataOf(api.POST('/api/lines', { body, signal })));
}

export function readPictureLine(
  picture: Blob,
  { words, ...question }: LineQuestion,
  signal: AbortSignal,
): Promise<LineResponse> {
  const form = new FormData();
  for (const [name, value] of Object.entries(question)) {
    if (value !== undefined) form.append(name, String(value));
  }
  // One field: a form may have few.
  if (words) form.append('words', JSON.stringify(words));
  // Last, so that a server that reads the form as it arrives knows the options first.
  form.append('file', picture, 'picture');
  return asLine(
    dataOf(
      api.POST('/api/lines', {
        body: { file: '', task: question.task },
        bodySerializer: () => form,
        signal,
      }),
    ),
  );
}

/** OpenAPI knows no tuples: a box is four numbers. */
const asLine = (answer: Promise<object>): Promise<LineResponse> => answer as Promise<LineResponse>;

interface LinePage {
  readonly items: LineHistoryItem[];
  readonly nextCursor: string | null;
}

export function listLines(query: {
  cursor?: string;
  limit: number;
  task?: LineTask;
}): Promise<LinePage> {
  return dataOf(api.GET('/api/lines', { params: { query } }));
}

/** What a line looks like: a picture as in the lists. */
export async function lineStrip(id: string): Promise<string> {
  const { strip } = await dataOf(api.GET('/api/lines/{id}', { params: { path: { id } } }));
  return strip;
}

/** Deletes a line of one's own for good; sent also when the page is being closed. */
export async function deleteLine(id: string): Promise<void> {
  await gone(api.DELETE('/api/lines/{id}', { params: { path: { id } }, keepalive: true }));
}

/** States what a line says; again for the same line replaces it. @param previous as for `sendCorrection` */
export async function sendLineCorrection(
  lineId: string,
  text: string,
  previous?: Previous,
  signal?: AbortSignal,
): Promise<LineCorrectionResponse> {
  const known = previous && { id: previous.id, text: previous.said };
  const body = { lineId, text, ...(known !== undefined && { previous: known }) };
  const correction = await dataOf(
    api.POST('/api/corrections', { body, keepalive: true, ...(signal && { signal }) }),
  );
  return correction as LineCorrectionResponse;
}
