import { Injectable } from '@nestjs/common';
import type {
  reviewCountsQuerySchema,
  reviewQuerySchema,
  ReviewCounts,
  ReviewItem,
  ReviewPage,
} from '@inkling/contract';
import { classOfLabel, NETWORKS } from '@inkling/recognizer';
import type { z } from 'zod';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { LineCountsRepository } from '../line-review/line-counts.repository.js';
import { CountsRepository, type PairCount } from './counts.repository.js';
import { countsOf, decidedOf } from './status-counts.js';
import { QUEUE_ORDERS } from './queue-orders.repository.js';
import { placeOf, QueueRepository, type QueueRecord } from './queue.repository.js';

const MOST_PAIRS = 20;
const MOST_WRITERS = 50;

/** The review queue, page by page, and what there is to filter it by. */
@Injectable()
export class QueueService {
  constructor(
    private readonly queue: QueueRepository,
    private readonly counts: CountsRepository,
    private readonly lines: LineCountsRepository,
  ) {}

  async list(query: z.output<typeof reviewQuerySchema>): Promise<ReviewPage> {
    const { cursor, limit, sort, label, predicted, ...rest } = query;
    const filter = { ...rest, label: classOf(label), predicted: classOf(predicted) };
    const records = await this.queue.list(filter, sort, cursor, limit + 1);
    const page = records.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(toItem),
      nextCursor:
        last && records.length > limit ? QUEUE_ORDERS[sort].cursorAt(placeOf(last)) : null,
    };
  }

  /** @param askerId whose decisions count as `mine` */
  async count(
    query: z.output<typeof reviewCountsQuerySchema>,
    askerId: string,
  ): Promise<ReviewCounts> {
    const { since, label, predicted, ...rest } = query;
    // What there is to choose from is not narrowed by what was chosen.
    const filter = { status: query.status, network: query.network, task: query.task };
    const [matching, decisions, statuses, lines, pairs, writers, versions] = await Promise.all([
      this.counts.matching({ ...rest, label: classOf(label), predicted: classOf(predicted) }),
      since === undefined ? undefined : this.counts.byDecision(new Date(since), askerId),
      this.counts.byStatus(),
      this.lines.byStatus(),
      this.counts.byPair(filter),
      this.counts.byWriter(filter, MOST_WRITERS),
      this.counts.byVersion(filter),
    ]);
    const answered = pairs.filter(isAnswered);
    const corrected = answered.filter((pair) => pair.predicted !== pair.label);
    return {
      total: countsOf(statuses),
      lines: countsOf(lines),
      matching,
      ...(decisions && { decided: decidedOf(decisions) }),
      networks: NETWORKS.map((network) => ({
        network,
        ...countsOf(statuses.filter((of) => of.network === network)),
      })),
      kinds: {
        corrected: sumOf(corrected),
        confirmed: sumOf(answered) - sumOf(corrected),
        imported: sumOf(pairs) - sumOf(answered),
      },
      pairs: corrected.slice(0, MOST_PAIRS),
      labels: labelsOf(pairs),
      writers,
      versions,
    };
  }
}

/** Any case of a merged letter finds its class; a label of no network finds nothing. */
const classOf = (label: string | undefined): string | undefined =>
  label === undefined ? undefined : (classOfLabel('characters', label) ?? label);

/** Of imported samples nothing was answered. */
const isAnswered = (pair: PairCount): pair is PairCount & { readonly predicted: string } =>
  pair.predicted !== null;

const sumOf = (pairs: readonly { readonly count: number }[]): number =>
  pairs.reduce((sum, { count }) => sum + count, 0);

function labelsOf(
  pairs: readonly { readonly label: string; readonly count: number }[],
): ReviewCounts['labels'] {
  const counts = new Map<string, number>();
  for (const { label, count } of pairs) counts.set(label, (counts.get(label) ?? 0) + count);
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** A record as reviewers see it. */
export const toItem = ({
  glyph,
  createdAt,
  suspicion,
  reasons,
  ...record
}: QueueRecord): ReviewItem => ({
  ...record,
  glyph: glyphPicture(glyph),
  createdAt: createdAt.toISOString(),
  suspicion: suspicion < 0 ? null : { value: suspicion, reasons: [...reasons] },
});
