import { LINE_TASKS, type LineTask } from '@inkling/contract';
import { NETWORKS, type Network } from '@inkling/recognizer';
import { idOf, oneOf, type Query } from '../../shared/query-fields';
import { daysOf, isDay, PERIODS, zoneHere, type Days, type PeriodName } from './period';

/** What the dashboard shows, as its address says it. */
export interface InsightView {
  readonly period: PeriodName;
  /** The days of an own period. */
  readonly own: Days;
  readonly network?: Network;
  /** Of the network: without one there is none. */
  readonly version?: number;
  /** A writer's id. */
  readonly writer?: string;
  /** Which lines; single drawings are narrowed by their network. */
  readonly lines?: LineTask;
}

/** What the API is asked. */
export interface FigureQuery extends Days {
  readonly zone: string;
  readonly network?: Network;
  readonly version?: number;
  readonly writer?: string;
}

/** What it is asked of lines. */
export interface LinesQuery extends Days {
  readonly zone: string;
  readonly task?: LineTask;
  readonly writer?: string;
}

export const USUAL_PERIOD: PeriodName = '30';

/** What an address can't mean is left out. */
export function viewOf(query: Query): InsightView {
  const network = oneOf(NETWORKS, query['network']);
  const version = Number(query['version']);
  const lines = oneOf(LINE_TASKS, query['lines']);
  const writer = idOf(query['writer']);
  const { from, to } = query;
  return {
    period: oneOf(PERIODS, query['period']) ?? USUAL_PERIOD,
    own: { ...(isDay(from) && { from }), ...(isDay(to) && { to }) },
    ...(network && { network }),
    ...(network && Number.isInteger(version) && version > 0 && { version }),
    ...(writer !== undefined && { writer }),
    ...(lines && { lines }),
  };
}

/** The usual is not said, so that addresses stay short. */
export const addressOf = ({
  period,
  own,
  network,
  version,
  writer,
  lines,
}: InsightView): Record<string, string> => ({
  ...(period !== USUAL_PERIOD && { period }),
  ...(period === 'own' && own),
  ...(network && { network }),
  ...(version && { version: String(version) }),
  ...(writer && { writer }),
  ...(lines && { lines }),
});

export const queryOf = (
  { period, own, network, version, writer }: InsightView,
  today: Date,
): FigureQuery => ({
  ...daysOf(period, own, today),
  zone: zoneHere(),
  ...(network && { network }),
  ...(version && { version }),
  ...(writer && { writer }),
});

export const linesQueryOf = (
  { period, own, writer, lines }: InsightView,
  today: Date,
): LinesQuery => ({
  ...daysOf(period, own, today),
  zone: zoneHere(),
  ...(lines && { task: lines }),
  ...(writer && { writer }),
});
