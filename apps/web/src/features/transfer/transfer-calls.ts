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
import { uploadForm, type Upload } from '../../shared/api/upload';

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

/**
 * Sends a file that waits on the server to be looked at and started.
 *
 * @param onProgress told which share was sent, 0..1
 */
export const uploadImport = (
  file: File,
  format: TransferFormat,
  onProgress: (share: number) => void,
): Upload<ImportState> => uploadForm('/api/imports', { format, hold: 'true', file }, onProgress);

/** Where a browser downloads samples. */
export const exportAddress = (query: ExportQuery): string =>
  `/api/exports?${new URLSearchParams(query as Record<string, string>).toString()}`;
