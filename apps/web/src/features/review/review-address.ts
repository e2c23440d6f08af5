import {
  CORRECTION_KINDS,
  REVIEW_SORTS,
  type CorrectionKind,
  type ReviewSort,
} from '@inkling/contract';
import { NETWORKS, type Network } from '@inkling/recognizer';
import { compact, idOf, oneOf, textOf, type Query } from '../../shared/query-fields';

export const STATUSES = ['pending', 'approved', 'rejected'] as const;
export type ReviewStatus = (typeof STATUSES)[number];

/** What a reviewer looks at, and in which order. Without a field nothing is narrowed by it. */
export interface ReviewView {
  readonly status: ReviewStatus;
  readonly sort: ReviewSort;
  readonly network?: Network;
  /** What it was read as; with `label` a confusion pair. */
  readonly predicted?: string;
  /** What it counts as. */
  readonly label?: string;
  /** Corrections in the narrow sense, or confirmations. */
  readonly kind?: CorrectionKind;
  /** Id of a writer. */
  readonly writer?: string;
  /** Id of a group of look-alikes. */
  readonly cluster?: string;
}

/** Look-alikes first come side by side: whole groups can then be judged at a glance. */
export const USUAL_VIEW: ReviewView = { status: 'pending', sort: 'likeness' };

/** The view that an address stands for. What can't be read is left out: the rest still counts. */
export function viewOfQuery(query: Query): ReviewView {
  const label = (name: string): string | undefined => {
    const value = textOf(query[name]);
    return value !== undefined && value.length <= 8 ? value : undefined;
  };
  return compact({
    status: oneOf(STATUSES, query['status']) ?? USUAL_VIEW.status,
    sort: oneOf(REVIEW_SORTS, query['sort']) ?? USUAL_VIEW.sort,
    network: oneOf(NETWORKS, query['network']),
    predicted: label('read'),
    label: label('label'),
    kind: oneOf(CORRECTION_KINDS, query['kind']),
    writer: idOf(query['writer']),
    cluster: idOf(query['cluster']),
  });
}

/** The address of a view: what is usual is left out, so that addresses stay short. */
export function queryOfView(view: ReviewView): Record<string, string> {
  const { status, sort, predicted, ...rest } = view;
  return compact({
    status: status === USUAL_VIEW.status ? undefined : status,
    ...rest,
    read: predicted,
    sort: sort === USUAL_VIEW.sort ? undefined : sort,
  });
}

/** The id of the item that an address shows opened. */
export const openedOfQuery = (query: Query): string | null => idOf(query['open']) ?? null;

/** What is reviewed: corrections of single characters, or of lines. */
export type Reviewed = 'characters' | 'lines';

export const reviewedOfQuery = (query: Query): Reviewed =>
  textOf(query['show']) === 'lines' ? 'lines' : 'characters';

/** How many fields narrow the view, status and order aside; a confusion pair is one. */
export function narrowings(view: ReviewView): number {
  const { network, predicted, label, kind, writer, cluster } = view;
  return [network, predicted ?? label, kind, writer, cluster].filter((value) => value !== undefined)
    .length;
}

/** Takes everything out that narrows a view; status and order stay. */
export const NOTHING_NARROWED = {
  ...{ network: undefined, predicted: undefined, label: undefined, kind: undefined },
  ...{ writer: undefined, cluster: undefined },
} as const;
