import type {
  CorrectionResponse,
  ReviewCounts,
  ReviewDetail,
  ReviewPage,
  ReviewResponse,
} from '@inkling/contract';
import type { Answer, Client } from '../../../testing/client.js';
import { inkOf } from '../../../testing/fixtures.js';

export const seven = { task: 'digits', ink: inkOf('7') };

/** Somebody draws and says what it is. */
export async function said(
  writer: Client,
  label: string,
  drawing: object = seven,
): Promise<CorrectionResponse> {
  const prediction = await writer.predict(drawing);
  const { status, body } = await writer.correct(prediction.body.id, label);
  if (status !== 201) throw new Error(`not corrected: ${status}`);
  return body;
}

/** What a reviewer does all day. */
export class ReviewDesk {
  constructor(readonly reviewer: Client) {}

  review(body: object): Promise<Answer<ReviewResponse>> {
    return this.reviewer.call('POST', '/api/corrections/review', body);
  }

  undo(decisionId: string | null): Promise<Answer<ReviewResponse>> {
    return this.reviewer.call('POST', '/api/corrections/review/undo', { decisionId });
  }

  async list(query: string): Promise<ReviewPage> {
    return (await this.reviewer.call<ReviewPage>('GET', `/api/corrections?${query}`)).body;
  }

  async counts(query = ''): Promise<ReviewCounts> {
    return (await this.reviewer.call<ReviewCounts>('GET', `/api/corrections/counts?${query}`)).body;
  }

  async open(id: string): Promise<ReviewDetail> {
    return (await this.reviewer.call<ReviewDetail>('GET', `/api/corrections/${id}`)).body;
  }

  /** Ids of the whole list, page by page. */
  async walk(query: string): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: ReviewPage = await this.list(`${query}${cursor && `&cursor=${cursor}`}`);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    return ids;
  }
}
