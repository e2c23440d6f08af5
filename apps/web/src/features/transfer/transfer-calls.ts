import type {
  ImportDetail,
  ImportPage,
  ImportPreview,
  ImportStart,
  ImportState,
  ExportQuery,
  TransferFormat,
} from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { api, dataOf } from '../../shared/api/client';
import { failureOf, ServerAway } from '../../shared/api/errors';

export const listImports = (cursor: string | undefined): Promise<ImportPage> =>
  dataOf(
    api.GET('/api/imports', {
      params: { query: { limit: 20, ...(cursor !== undefined && { cursor }) } },
    }),
  );

export const getImport = (id: string): Promise<ImportDetail> =>
  dataOf(api.GET('/api/imports/{id}', { params: { path: { id } } }));

export const previewImport = (
  id: string,
  task: Task,
  signal: AbortSignal,
): Promise<ImportPreview> =>
  dataOf(
    api.GET('/api/imports/{id}/preview', { params: { path: { id }, query: { task } }, signal }),
  );

export const startImport = (id: string, body: ImportStart): Promise<ImportState> =>
  dataOf(api.POST('/api/imports/{id}/start', { params: { path: { id } }, body }));

export const cancelImport = (id: string): Promise<ImportState> =>
  dataOf(api.POST('/api/imports/{id}/cancel', { params: { path: { id } } }));

export const undoImport = (id: string): Promise<ImportState> =>
  dataOf(api.POST('/api/imports/{id}/undo', { params: { path: { id } } }));

/** An upload under way. */
export interface Upload {
  readonly done: Promise<ImportState>;
  stop(): void;
}

/**
 * Sends a file that waits on the server to be looked at and started. By hand: only so a browser tells how far it is.
 *
 * @param onProgress told which share was sent, 0..1
 */
export function uploadImport(
  file: File,
  format: TransferFormat,
  onProgress: (share: number) => void,
): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<ImportState>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status === 202) resolve(body as ImportState);
      else reject(failureOf(request.status, body));
    };
    request.onerror = () => reject(new ServerAway());
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
  });
  const form = new FormData();
  form.set('format', format);
  form.set('hold', 'true');
  form.set('file', file);
  request.open('POST', '/api/imports');
  request.responseType = 'json';
  request.send(form);
  return { done, stop: () => request.abort() };
}

/** Where a browser downloads samples. */
export const exportAddress = (query: ExportQuery): string =>
  `/api/exports?${new URLSearchParams(query as Record<string, string>).toString()}`;
