/** One line, or one colour of stacked bars. */
export interface ChartLine {
  readonly name: string;
  readonly colour: string;
  /** In order of x; a `null` leaves a gap. x is in milliseconds since 1970 on an axis of time. */
  readonly points: readonly (readonly [x: number, y: number | null])[];
  readonly kind?: 'line' | 'bar';
  /** Lines are dashed, bars are pale. */
  readonly dashed?: boolean;
  /** Its name at its end; `false` where a name would only be in the way. */
  readonly named?: boolean;
  /** A line to compare with: thin, without points, and not said at the pointer. */
  readonly plain?: boolean;
}

/** A moment that explains a change: a thin upright line with a word. */
export interface ChartMark {
  readonly x: number;
  readonly words: string;
}

export interface TimeChartData {
  readonly lines: readonly ChartLine[];
  readonly marks?: readonly ChartMark[];
  /** What x is: moments, or numbers such as epochs. */
  readonly axis?: 'time' | 'number';
  /** Says a value of y. */
  readonly format: (y: number) => string;
  /** Says a value of y at its axis, where `format` says it with as many digits as it has. */
  readonly formatTickY?: (y: number) => string;
  /** Values of y are counts: their axis has no steps below one. */
  readonly counts?: boolean;
  /** The ends of the axis of x; those of the data otherwise. */
  readonly span?: readonly [low: number, high: number];
  /** On an axis of time: marks of the axis are no closer than this. */
  readonly step?: number;
  /** Says a value of x at the axis of numbers. */
  readonly formatTick?: (x: number) => string;
  /** Says a value of x in the box of values; moments are said by their day otherwise. */
  readonly formatX?: (x: number) => string;
  readonly lowest?: number;
  readonly highest?: number;
}

/** Whether a line leads from one point to another; bars can stand alone. */
export const isDrawable = ({ lines }: TimeChartData): boolean =>
  lines.some(
    ({ kind, plain, points }) =>
      kind === 'bar' || (!plain && points.filter(([, y]) => y !== null).length > 1),
  );
