import { Injectable } from '@nestjs/common';
import type {
  Activity,
  AnalyticsQuery,
  Classes,
  Confusions,
  Latency,
  MemoryFigures,
  Period,
  Reliability,
} from '@inkling/contract';
import { NETWORKS } from '@inkling/recognizer';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { AnalyticsRepository, type ActivityCount } from './analytics.repository.js';
import { classRows } from './figures/classes.js';
import { confusedPairs } from './figures/confusions.js';
import { latencyFigures } from './figures/latency.js';
import { reliabilityOf } from './figures/reliability.js';
import type { Scope } from './figure-rows.repository.js';
import type { Span } from './period.js';
import { PeriodRepository } from './period.repository.js';

type Query = Pick<
  AnalyticsQuery,
  'from' | 'to' | 'zone' | 'bucket' | 'network' | 'version' | 'writer'
>;

export const MOST_PAIRS = 30;
const EXAMPLES_OF_A_PAIR = 4;

/** Figures of the dashboard; docs/insight.md says what each means. */
@Injectable()
export class AnalyticsService {
  constructor(
    private readonly periods: PeriodRepository,
    private readonly figures: AnalyticsRepository,
  ) {}

  async activity(query: Query): Promise<Activity> {
    const scope = await this.scopeOf(query);
    const [counts, swaps] = await Promise.all([
      this.figures.activity(scope),
      this.figures.swaps(scope, scope.network === undefined ? NETWORKS : [scope.network]),
    ]);
    const { predictions, corrected, ...totals } = totalOf(counts);
    return {
      period: periodOf(scope),
      rows: counts.map(({ start, network, version, ...row }) => ({
        start: start.toISOString(),
        network,
        version,
        predictions: row.predictions,
        said: row.said,
        corrected: row.corrected,
      })),
      swaps: swaps.map(({ at, ...swap }) => ({ at: at.toISOString(), ...swap })),
      totals: {
        predictions,
        corrected,
        said: totals.said,
        rejected: totals.rejected,
        correctionRate: ratio(corrected, predictions),
      },
    };
  }

  async memory(query: Query): Promise<MemoryFigures> {
    const scope = await this.scopeOf(query);
    const counts = await this.figures.activity(scope);
    const total = totalOf(counts);
    return {
      period: periodOf(scope),
      rows: byStep(counts).map(({ start, ...row }) => ({ start, ...memoryOf(row) })),
      totals: {
        ...memoryOf(total),
        share: ratio(total.byMemory, total.predictions),
        stoodShare: ratio(total.memoryStood, total.memorySaid),
        networkSaid: total.said - total.memorySaid,
        networkStood: total.said - total.corrected - total.memoryStood,
      },
    };
  }

  async confusions(query: Query): Promise<Confusions> {
    const scope = await this.scopeOf(query);
    const counts = await this.figures.confusionsWithExamples(scope, EXAMPLES_OF_A_PAIR);
    const pairs = confusedPairs(counts, MOST_PAIRS);
    const glyphs = await this.figures.glyphs(pairs.flatMap(({ examples }) => examples ?? []));
    return {
      period: periodOf(scope),
      pairs: pairs.map(({ examples, ...pair }) => ({
        ...pair,
        examples: (examples ?? []).flatMap((predictionId) => {
          const glyph = glyphs.get(predictionId);
          return glyph ? [{ predictionId, glyph: glyphPicture(glyph) }] : [];
        }),
      })),
      corrected: counts
        .filter(({ answered, truth }) => answered !== truth)
        .reduce((sum, { count }) => sum + count, 0),
    };
  }

  async reliability(query: Query): Promise<Reliability> {
    const scope = await this.scopeOf(query);
    return {
      period: periodOf(scope),
      ...reliabilityOf(await this.figures.reliability(scope)),
    };
  }

  async classes(query: Query): Promise<Classes> {
    const scope = await this.scopeOf(query);
    return { period: periodOf(scope), rows: classRows(await this.figures.confusions(scope)) };
  }

  async latency(query: Query): Promise<Latency> {
    const scope = await this.scopeOf(query);
    return { period: periodOf(scope), ...latencyFigures(await this.figures.latency(scope)) };
  }

  private async scopeOf({ network, version, writer, ...days }: Query): Promise<Scope> {
    return { ...(await this.periods.resolve({ ...days, writer })), network, version, writer };
  }
}

export const periodOf = ({ from, to, zone, bucket }: Span): Period => ({
  from: from.toISOString(),
  to: to.toISOString(),
  zone,
  bucket,
});

export type ActivityTotal = Omit<ActivityCount, 'start' | 'network' | 'version'>;

const NOTHING: ActivityTotal = {
  predictions: 0,
  byMemory: 0,
  said: 0,
  corrected: 0,
  rejected: 0,
  memorySaid: 0,
  memoryStood: 0,
};

const plus = (a: ActivityTotal, b: ActivityTotal): ActivityTotal => ({
  predictions: a.predictions + b.predictions,
  byMemory: a.byMemory + b.byMemory,
  said: a.said + b.said,
  corrected: a.corrected + b.corrected,
  rejected: a.rejected + b.rejected,
  memorySaid: a.memorySaid + b.memorySaid,
  memoryStood: a.memoryStood + b.memoryStood,
});

export const totalOf = (counts: readonly ActivityTotal[]): ActivityTotal =>
  counts.reduce(plus, NOTHING);

/** All networks and versions together. */
export function byStep(
  counts: readonly ActivityCount[],
): (ActivityTotal & { readonly start: string })[] {
  const steps = new Map<string, ActivityTotal>();
  for (const count of counts) {
    const start = count.start.toISOString();
    steps.set(start, plus(steps.get(start) ?? NOTHING, count));
  }
  return [...steps].map(([start, total]) => ({ start, ...total }));
}

const memoryOf = ({ predictions, byMemory, memorySaid, memoryStood }: ActivityTotal) => ({
  predictions,
  byMemory,
  said: memorySaid,
  stood: memoryStood,
});

export const ratio = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole;
