/** What a timeline needs of a version to draw its lineage. */
export interface Descendant {
  readonly id: string;
  readonly parentId: string | null;
  /** Whether it was ever in service. */
  readonly served: boolean;
}

/** A line that passes through a row or ends in it, in its column. */
export interface Segment {
  readonly lane: number;
  /** `through`: from top to bottom; `start`: from the row's own dot down; `end`: from above into the dot. */
  readonly kind: 'through' | 'start' | 'end';
}

export interface Row {
  readonly id: string;
  /** Column of the dot, from 0. */
  readonly lane: number;
  readonly segments: readonly Segment[];
}

interface Span {
  readonly child: number;
  readonly parent: number;
  readonly lane: number;
}

/**
 * Where dots and lines of a lineage go, newest version first. The versions that were in service keep to the
 * first column where they can; the others stand beside it. A line goes straight down in the column of the
 * child and enters the parent's dot at its end. No two lines share a piece of a column.
 *
 * @param versions newest first; a parent that is not among them (on a later page) is beyond the last row
 */
export function lanesOf(versions: readonly Descendant[]): Row[] {
  const rowOf = new Map(versions.map(({ id }, row) => [id, row]));
  const spans: Span[] = [];
  const dots: number[] = [];
  versions.forEach(({ parentId, served }, child) => {
    const parent = parentId === null ? child : (rowOf.get(parentId) ?? versions.length);
    const first = served ? 0 : 1;
    const lane = freeLane(first, child, parent, spans, dots);
    dots.push(lane);
    if (parent > child) spans.push({ child, parent, lane });
  });
  return versions.map(({ id }, row) => ({
    id,
    lane: dots[row]!,
    segments: spans.flatMap((span) => segmentAt(span, row)),
  }));
}

/** The first column from `first` on whose rows from child to parent have no other line in it. */
function freeLane(
  first: number,
  child: number,
  parent: number,
  spans: readonly Span[],
  dots: readonly number[],
): number {
  for (let lane = first; ; lane++) {
    const isTaken = spans.some(
      (span) =>
        span.lane === lane && span.child < Math.max(parent, child + 1) && span.parent > child,
    );
    const hasDot = dots.slice(child, parent).includes(lane);
    if (!isTaken && !hasDot) return lane;
  }
}

function segmentAt({ child, parent, lane }: Span, row: number): Segment[] {
  if (row === child) return [{ lane, kind: 'start' }];
  if (row === parent) return [{ lane, kind: 'end' }];
  return row > child && row < parent ? [{ lane, kind: 'through' }] : [];
}
