import { Injectable } from '@nestjs/common';
import type { LineFigures, LineFiguresQuery } from '@inkling/contract';
import { LINES_NETWORK } from '@inkling/recognizer';
import { AnalyticsRepository } from '../analytics.repository.js';
import { MOST_PAIRS, periodOf, ratio } from '../analytics.service.js';
import { confusedPairs } from '../figures/confusions.js';
import { PeriodRepository } from '../period.repository.js';
import { compareLines, NOTHING_COMPARED } from './compare-lines.js';
import { LineFiguresRepository } from './line-figures.repository.js';

type Query = Omit<LineFiguresQuery, 'format'>;
type Row = LineFigures['rows'][number];

/** Texts of more lines tell hardly more, and take time that other requests wait for. */
const MOST_COMPARED = 20_000;

/** Figures of lines; docs/insight.md says what each means. */
@Injectable()
export class LineFiguresService {
  constructor(
    private readonly periods: PeriodRepository,
    private readonly lines: LineFiguresRepository,
    private readonly figuresOfAll: AnalyticsRepository,
  ) {}

  async figures({ task, ...days }: Query): Promise<LineFigures> {
    const span = await this.periods.resolve(days, 'lines');
    const scope = { ...span, task, writer: days.writer };
    const [counts, labelled, swaps] = await Promise.all([
      this.lines.counts(scope),
      this.lines.labelled(scope, MOST_COMPARED),
      this.figuresOfAll.swaps(span, [LINES_NETWORK]),
    ]);
    const { steps, counts: pairs } = await compareLines(labelled);
    const rows = counts.map(({ start: at, rejected: _elsewhere, ...row }): Row => {
      const start = at.toISOString();
      return { start, ...row, ...(steps.get(start) ?? NOTHING_COMPARED) };
    });
    const totals = totalOf(rows);
    return {
      period: periodOf(span),
      rows,
      swaps: swaps.map(({ at, version, by, reason }) => ({
        ...{ at: at.toISOString(), version, by, reason },
      })),
      totals: {
        ...totals,
        rejected: counts.reduce((sum, { rejected }) => sum + rejected, 0),
        certainShare: ratio(totals.certain, totals.lines),
        errorRate: ratio(totals.edits, totals.characters),
      },
      pairs: confusedPairs(pairs, MOST_PAIRS).map(({ ofTruth, ...pair }) => ({
        ...pair,
        // What was put in stands for no character.
        ofTruth: pair.truth === '' ? null : ofTruth,
      })),
      mostCompared: MOST_COMPARED,
    };
  }
}

const COUNTED = [
  ...['lines', 'certain', 'said', 'corrected', 'compared', 'characters', 'edits'],
] as const satisfies readonly (keyof Row)[];

const totalOf = (rows: readonly Row[]): Omit<Row, 'start'> =>
  Object.fromEntries(
    COUNTED.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)]),
  ) as Omit<Row, 'start'>;
