import type { LineReviewCounts, LineReviewDetail, LineReviewPage } from '@inkling/contract';
import { api, dataOf } from '../../shared/api/client';
import type { LineView } from './line-address';

/** A page of everybody's corrected lines. */
export function listLineCorrections(
  view: LineView,
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
  signal: AbortSignal,
): Promise<LineReviewPage> {
  const query = { ...view, limit, ...(cursor !== undefined && { cursor }) };
  return dataOf(api.GET('/api/corrections/lines', { params: { query }, signal }));
}

/**
 * What there is to filter by, how many the view finds, and what was decided lately.
 *
 * @param since from when on decisions are counted
 */
export function countLineCorrections(
  { sort: _sort, ...filter }: LineView,
  since: Date,
): Promise<LineReviewCounts> {
  const query = { ...filter, since: since.toISOString() };
  return dataOf(api.GET('/api/corrections/lines/counts', { params: { query } }));
}

export function openLineCorrection(id: string, signal: AbortSignal): Promise<LineReviewDetail> {
  return dataOf(api.GET('/api/corrections/lines/{id}', { params: { path: { id } }, signal }));
}
