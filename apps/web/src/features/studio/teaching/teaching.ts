/** From so many drawings on a symbol is known well. */
export const ENOUGH_SAMPLES = 3;

/** A symbol that is being taught: the next drawings on the sheet count as it, until there are enough. */
export interface Teaching {
  readonly label: string;
  /** Own drawings of it that serve answers. */
  readonly samples: number;
  /** Predictions that were corrected to it here, so that undoing one counts back. */
  readonly items: readonly string[];
}

/** What was just said of a drawing; without a correction it was taken back. */
export interface Said {
  readonly itemId: string;
  readonly correction: {
    readonly label: string;
    readonly symbol?: { readonly samples: number } | undefined;
  } | null;
}

/** Whether drawings count as the symbol by themselves. */
export const isAsking = (teaching: Teaching | null): boolean =>
  teaching !== null && teaching.samples < ENOUGH_SAMPLES;

/**
 * Where teaching is after something was said of a drawing: a symbol with too few samples begins it, each further drawing
 * counts, one that is undone or becomes another label counts back, and without any drawing it is over.
 */
export function afterSaid(
  teaching: Teaching | null,
  { itemId, correction }: Said,
): Teaching | null {
  const samples = correction?.symbol?.samples;
  if (teaching && correction?.label === teaching.label && samples !== undefined) {
    const items = teaching.items.includes(itemId) ? teaching.items : [...teaching.items, itemId];
    return { ...teaching, samples, items };
  }
  const left = teaching && without(teaching, itemId);
  if (correction && samples !== undefined && samples < ENOUGH_SAMPLES) {
    return { label: correction.label, samples, items: [itemId] };
  }
  const isOver = left && !isAsking(left) && correction !== null && correction.label !== left.label;
  return isOver ? null : left;
}

function without(teaching: Teaching, itemId: string): Teaching | null {
  if (!teaching.items.includes(itemId)) return teaching;
  const items = teaching.items.filter((id) => id !== itemId);
  return items.length === 0 ? null : { ...teaching, samples: teaching.samples - 1, items };
}

/** What lies on the sheet while a symbol is taught. */
export interface OnSheet {
  /** The prediction of it, once it is read. */
  readonly itemId: string | undefined;
  readonly read: string | undefined;
  readonly isLabelled: boolean;
}

/** What is asked for, or how it went. */
export function teachingWords(teaching: Teaching, { itemId, read, isLabelled }: OnSheet): string {
  const { label, samples, items } = teaching;
  const left = ENOUGH_SAMPLES - samples;
  if (left > 0) {
    const times = left === 1 ? 'once more' : left === 2 ? 'twice more' : `${left} times more`;
    return `Draw ${label} ${times}, so that it is known well.`;
  }
  const isNew = itemId !== undefined && !isLabelled && !items.includes(itemId);
  if (!isNew) return `${label} is known now. Draw it once more and see.`;
  return read === label
    ? `Read as ${label}: it remembered.`
    : `Read as ${String(read)}. Correct it: each drawing helps.`;
}

/** "1 of 3". */
export const progressWords = ({ samples }: Teaching): string =>
  `${Math.min(samples, ENOUGH_SAMPLES)} of ${ENOUGH_SAMPLES}`;

/** How long nothing is drawn before a drawing counts, in ms: a sign may have strokes still to come. */
const PAUSES_MS = { complete: 700, open: 1600 };

/**
 * How long to wait for another stroke.
 *
 * @param strokes on the sheet; none for a picture, which is complete as it came
 * @param expected as many as the drawing had that began it, where that is known
 */
export function pauseMs(strokes: number, expected: number | undefined): number {
  if (strokes === 0) return 0;
  return expected !== undefined && strokes >= expected ? PAUSES_MS.complete : PAUSES_MS.open;
}
