import {
  CORRECTION_KINDS,
  LINE_REVIEW_SORTS,
  type CorrectionKind,
  type LineReviewSort,
  type LineTask,
} from '@inkling/contract';
import { LINE_TASKS } from '../../shared/line-limits';
import { compact, idOf, oneOf, type Query } from '../../shared/query-fields';
import { STATUSES, type ReviewStatus } from './review-address';

/** Which lines a reviewer looks at, and in which order. Without a field nothing is narrowed by it. */
export interface LineView {
  readonly status: ReviewStatus;
  readonly sort: LineReviewSort;
  readonly task?: LineTask;
  readonly kind?: CorrectionKind;
  /** Id of a writer. */
  readonly writer?: string;
}

/** No two lines look alike, so the most suspicious come first. */
export const USUAL_LINE_VIEW: LineView = { status: 'pending', sort: 'suspicion' };

export function lineViewOfQuery(query: Query): LineView {
  return compact({
    status: oneOf(STATUSES, query['status']) ?? USUAL_LINE_VIEW.status,
    sort: oneOf(LINE_REVIEW_SORTS, query['sort']) ?? USUAL_LINE_VIEW.sort,
    task: oneOf(LINE_TASKS, query['task']),
    kind: oneOf(CORRECTION_KINDS, query['kind']),
    writer: idOf(query['writer']),
  });
}

/** The address of a view: what is usual is left out. */
export function queryOfLineView({ status, sort, ...rest }: LineView): Record<string, string> {
  return compact({
    show: 'lines',
    status: status === USUAL_LINE_VIEW.status ? undefined : status,
    ...rest,
    sort: sort === USUAL_LINE_VIEW.sort ? undefined : sort,
  });
}

/** How many fields narrow the view, status and order aside. */
export const lineNarrowings = ({ task, kind, writer }: LineView): number =>
  [task, kind, writer].filter((value) => value !== undefined).length;

/** Takes everything out that narrows a view; status and order stay. */
export const NO_LINE_NARROWED = { task: undefined, kind: undefined, writer: undefined } as const;
