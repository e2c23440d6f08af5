import type {
  Activity,
  Classes,
  Confusions,
  Latency,
  LineFigures,
  MemoryFigures,
  Now,
  OwnInsight,
  OwnSample,
  Reliability,
  WriterChoice,
} from '@inkling/contract';
import type { Days } from './period';
import type { FigureQuery, LinesQuery } from './insight-address';
import { api, dataOf } from '../../shared/api/client';

/** What to add up, and a signal that the answer is of no use any more. */
export interface FigureQuestion {
  readonly query: FigureQuery;
  readonly signal?: AbortSignal;
}

const asked = ({ query, signal }: FigureQuestion) => ({
  params: { query },
  ...(signal && { signal }),
});

/** Figures of the dashboard, one call each. */
export const figures = {
  activity: (ask: FigureQuestion): Promise<Activity> =>
    dataOf(api.GET('/api/analytics/activity', asked(ask))),
  confusions: (ask: FigureQuestion): Promise<Confusions> =>
    dataOf(api.GET('/api/analytics/confusions', asked(ask))),
  reliability: (ask: FigureQuestion): Promise<Reliability> =>
    dataOf(api.GET('/api/analytics/reliability', asked(ask))),
  memory: (ask: FigureQuestion): Promise<MemoryFigures> =>
    dataOf(api.GET('/api/analytics/memory', asked(ask))),
  classes: (ask: FigureQuestion): Promise<Classes> =>
    dataOf(api.GET('/api/analytics/classes', asked(ask))),
  latency: (ask: FigureQuestion): Promise<Latency> =>
    dataOf(api.GET('/api/analytics/latency', asked(ask))),
};
export type FigureName = keyof typeof figures;

export const getLineFigures = (query: LinesQuery, signal: AbortSignal): Promise<LineFigures> =>
  dataOf(api.GET('/api/analytics/lines', { params: { query }, signal }));

/** Where a browser downloads a figure as CSV. */
export function csvAddress(name: FigureName | 'lines', query: FigureQuery | LinesQuery): string {
  const search = new URLSearchParams({ format: 'csv' });
  for (const [field, value] of Object.entries(query)) search.set(field, String(value));
  return `/api/analytics/${name}?${search.toString()}`;
}

export const getNow = (): Promise<Now> => dataOf(api.GET('/api/analytics/now'));

export async function listWriters(query: {
  search?: string;
  id?: string;
}): Promise<WriterChoice[]> {
  return (await dataOf(api.GET('/api/analytics/writers', { params: { query } }))).items;
}

export const getOwnInsight = (query: Days & { zone: string }): Promise<OwnInsight> =>
  dataOf(api.GET('/api/me/insight', { params: { query } }));

export interface OwnSamplesPage {
  readonly items: OwnSample[];
  readonly nextCursor: string | null;
}

export const listOwnSamples = (query: {
  cursor?: string;
  limit: number;
  status?: OwnSample['status'];
  label?: string;
}): Promise<OwnSamplesPage> => dataOf(api.GET('/api/me/samples', { params: { query } }));
