import type {
  ReviewCounts,
  ReviewDetail,
  ReviewPage,
  ReviewRequest,
  ReviewResponse,
} from '@inkling/contract';
import type { Reviewed, ReviewView } from './review-address';
import { api, dataOf } from '../../shared/api/client';

/** A page of everybody's corrections. */
export function listCorrections(
  view: ReviewView,
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
  signal: AbortSignal,
): Promise<ReviewPage> {
  const query = { ...view, limit, ...(cursor !== undefined && { cursor }) };
  return dataOf(api.GET('/api/corrections', { params: { query }, signal }));
}

/**
 * What there is to filter by, how many the view finds, and what was decided lately.
 *
 * @param since from when on decisions are counted
 */
export function countCorrections(
  { sort: _sort, ...filter }: ReviewView,
  since: Date,
): Promise<ReviewCounts> {
  const query = { ...filter, since: since.toISOString() };
  return dataOf(api.GET('/api/corrections/counts', { params: { query } }));
}

/** How many corrections wait, of characters and of lines. */
export async function countWaiting(): Promise<Readonly<Record<Reviewed, number>>> {
  const query = { status: 'pending' as const };
  const { total, lines } = await dataOf(api.GET('/api/corrections/counts', { params: { query } }));
  return { characters: total.pending, lines: lines.pending };
}

export function openCorrection(id: string, signal: AbortSignal): Promise<ReviewDetail> {
  return dataOf(api.GET('/api/corrections/{id}', { params: { path: { id } }, signal }));
}

/** Goes through also while the page is closed. */
export function sendReview(body: ReviewRequest): Promise<ReviewResponse> {
  return dataOf(api.POST('/api/corrections/review', { body, keepalive: true }));
}

/** Takes a decision back as a whole, also while the page is closed. */
export function sendUndo(decisionId: string): Promise<ReviewResponse> {
  const body = { decisionId };
  return dataOf(api.POST('/api/corrections/review/undo', { body, keepalive: true }));
}
