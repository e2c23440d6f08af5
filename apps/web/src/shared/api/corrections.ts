import type { CorrectionResponse } from '@inkling/contract';
import { api, dataOf } from './client';

/** Says what a drawing is, also while the page is being closed; again for the same prediction replaces it. */
export function sendCorrection(predictionId: string, label: string): Promise<CorrectionResponse> {
  return dataOf(api.POST('/api/corrections', { body: { predictionId, label }, keepalive: true }));
}

export async function takeBackCorrection(id: string): Promise<void> {
  await dataOf(api.DELETE('/api/corrections/{id}', { params: { path: { id } } }));
}

/** As `takeBackCorrection`, but sent also when the page is being closed. */
export async function takeBackForGood(id: string): Promise<void> {
  await dataOf(api.DELETE('/api/corrections/{id}', { params: { path: { id } }, keepalive: true }));
}
