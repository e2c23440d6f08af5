import type { Comparison, Model, ModelPrecision, RollbackRequest } from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import { api, dataOf } from '../../shared/api/client';

/** A version with its card and the report of its gate. */
export type ModelDetail = Awaited<ReturnType<typeof getModel>>;

export interface ModelsPage {
  readonly items: Model[];
  readonly nextCursor: string | null;
}

/** Newest first. */
export function listModels(query: {
  network: TrainedNetwork;
  limit: number;
  cursor?: string;
}): Promise<ModelsPage> {
  return dataOf(api.GET('/api/models', { params: { query } }));
}

export function getModel(id: string) {
  return dataOf(api.GET('/api/models/{id}', { params: { path: { id } } }));
}

/** @param reason needed where the gate refused the version */
export function promoteModel(id: string, reason: string | undefined): Promise<ModelDetail> {
  return dataOf(
    api.POST('/api/models/{id}/promote', {
      params: { path: { id } },
      body: reason === undefined ? {} : { reason },
    }),
  );
}

export function rollBack(request: RollbackRequest): Promise<ModelDetail> {
  return dataOf(api.POST('/api/models/rollback', { body: request }));
}

/** To be asked again while `progress` is not null: the server reads samples as long as somebody waits. */
export function compareModels(a: string, b: string, signal: AbortSignal): Promise<Comparison> {
  return dataOf(
    api.GET('/api/models/compare', { params: { query: { a, b } }, signal }) as Promise<{
      data?: Comparison;
      error?: unknown;
      response: Response;
    }>,
  );
}

/** Where a version’s file is downloaded. */
export const onnxAddress = (id: string, precision: ModelPrecision = 'float32'): string =>
  `/api/models/${id}/onnx${precision === 'float32' ? '' : `?precision=${precision}`}`;
