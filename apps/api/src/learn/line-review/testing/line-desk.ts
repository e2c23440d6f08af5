import type {
  LineCorrectionResponse,
  LineResponse,
  LineReviewCounts,
  LineReviewDetail,
  LineReviewPage,
} from '@inkling/contract';
import { writtenLine } from '../../../recognise/lines/testing/written-line.js';
import type { Client } from '../../../testing/client.js';
import { ReviewDesk } from '../../review/testing/review-desk.js';

export const YEAR = '2907';

/** Somebody writes a line and corrects it. */
export async function corrected(
  writer: Client,
  text: string,
  drawing: object = { task: 'digits', ink: writtenLine(YEAR) },
): Promise<LineCorrectionResponse> {
  const line = await writer.call<LineResponse>('POST', '/api/lines', drawing);
  return correctedAs(writer, line.body.id, text);
}

export async function correctedAs(
  writer: Client,
  lineId: string,
  text: string,
): Promise<LineCorrectionResponse> {
  const { status, body } = await writer.call<LineCorrectionResponse>('POST', '/api/corrections', {
    lineId,
    text,
  });
  if (status !== 201) throw new Error(`not corrected: ${status}`);
  return body;
}

/** What a reviewer does with lines. */
export class LineDesk extends ReviewDesk {
  async lines(query = ''): Promise<LineReviewPage> {
    const path = `/api/corrections/lines?${query}`;
    return (await this.reviewer.call<LineReviewPage>('GET', path)).body;
  }

  async line(id: string): Promise<LineReviewDetail> {
    return (await this.reviewer.call<LineReviewDetail>('GET', `/api/corrections/lines/${id}`)).body;
  }

  async lineCounts(query = ''): Promise<LineReviewCounts> {
    const path = `/api/corrections/lines/counts?${query}`;
    return (await this.reviewer.call<LineReviewCounts>('GET', path)).body;
  }
}
