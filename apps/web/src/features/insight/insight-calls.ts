import type {
  Activity,
  Classes,
  Confusions,
  Latency,
  MemoryFigures,
  Now,
  OwnInsight,
  OwnSample,
  Reliability,
  WriterChoice,
} from '@inkling/contract';
import type { Days } from './period';
import type { FigureQuery } from './insight-address';
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

/** Where a browser downloads a figure as CSV. */
export const csvAddress = (name: FigureName, { version, ...query }: FigureQuery): string => {
  const search = new URLSearchParams({ ...query, format: 'csv' });
  if (version !== undefined) search.set('version', String(version));
  return `/api/analytics/${name}?${search.toString()}`;
};

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
