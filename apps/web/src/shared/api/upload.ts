import { failureOf, ServerAway } from './errors';

/** An upload under way. */
export interface Upload<Answer> {
  readonly done: Promise<Answer>;
  stop(): void;
}

/**
 * Sends a form with a file. By hand: only so a browser tells how far it is.
 *
 * @param onProgress told which share was sent, 0..1
 */
export function uploadForm<Answer>(
  path: string,
  fields: Readonly<Record<string, string | File>>,
  onProgress: (share: number) => void,
): Upload<Answer> {
  const request = new XMLHttpRequest();
  const done = new Promise<Answer>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status < 300) resolve(body as Answer);
      else reject(failureOf(request.status, body));
    };
    request.onerror = () => reject(new ServerAway());
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  request.open('POST', path);
  request.responseType = 'json';
  request.send(form);
  return { done, stop: () => request.abort() };
}
