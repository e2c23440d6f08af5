import { NETWORKS, type Network } from '@inkling/recognition';
import { daysOf, isDay, PERIODS, zoneHere, type Days, type PeriodName } from './period';

/** What the dashboard shows, as its address says it. */
export interface InsightView {
  readonly period: PeriodName;
  /** The days of an own period. */
  readonly own: Days;
  readonly network?: Network;
  /** A writer's id. */
  readonly writer?: string;
}

/** What the API is asked. */
export interface FigureQuery extends Days {
  readonly zone: string;
  readonly network?: Network;
  readonly writer?: string;
}

export const USUAL_PERIOD: PeriodName = '30';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What an address can't mean is left out. */
export function viewOf(query: Readonly<Record<string, unknown>>): InsightView {
  const network = NETWORKS.find((name) => name === query['network']);
  const { from, to, writer } = query;
  return {
    period: PERIODS.find((name) => name === query['period']) ?? USUAL_PERIOD,
    own: { ...(isDay(from) && { from }), ...(isDay(to) && { to }) },
    ...(network && { network }),
    ...(typeof writer === 'string' && UUID.test(writer) && { writer }),
  };
}

/** The usual is not said, so that addresses stay short. */
export const addressOf = ({
  period,
  own,
  network,
  writer,
}: InsightView): Record<string, string> => ({
  ...(period !== USUAL_PERIOD && { period }),
  ...(period === 'own' && own),
  ...(network && { network }),
  ...(writer && { writer }),
});

export const queryOf = (
  { period, own, network, writer }: InsightView,
  today: Date,
): FigureQuery => ({
  ...daysOf(period, own, today),
  zone: zoneHere(),
  ...(network && { network }),
  ...(writer && { writer }),
});
