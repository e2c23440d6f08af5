/** A guided round: each label of an alphabet is drawn once. */
export interface Round {
  readonly labels: readonly string[];
  /** Where somebody is; as many as there are labels at the end. */
  readonly at: number;
  /** By place: what was drawn there. */
  readonly drawn: ReadonlyMap<number, Drawn>;
  /** Places of what was drawn, the last one last. */
  readonly order: readonly number[];
}

/** A drawing that was corrected to its label. */
export interface Drawn {
  /** The number of the drawing on this page. */
  readonly drawing: number;
  /** Of its answer; `null` where it was labelled before there was one. */
  readonly itemId: string | null;
  /** Whether this device read it, and learned its label. */
  readonly onDevice: boolean;
  /** The server's correction; `null` while the server does not have it yet. */
  readonly correctionId: string | null;
}

export const beginRound = (labels: readonly string[]): Round => ({
  ...{ labels, at: 0, drawn: new Map(), order: [] },
});

export const labelNow = ({ labels, at }: Round): string | undefined => labels[at];

export const isOver = ({ labels, at }: Round): boolean => at >= labels.length;

/** The drawing at a place has its label. */
export function withDrawn(round: Round, drawn: Drawn, at = round.at): Round {
  const order = [...round.order.filter((place) => place !== at), at];
  return { ...round, drawn: new Map(round.drawn).set(at, drawn), order };
}

/** The server has got the label of what was drawn. @param is tells whether it is the one */
export function withTold(
  round: Round,
  is: (drawn: Drawn) => boolean,
  told: Pick<Drawn, 'itemId' | 'correctionId'>,
): Round {
  if (![...round.drawn.values()].some(is)) return round;
  const drawn = [...round.drawn].map(
    ([at, one]) => [at, is(one) ? { ...one, ...told } : one] as const,
  );
  return { ...round, drawn: new Map(drawn) };
}

/** What was drawn at a place is taken back; it is asked for again. */
export function withoutDrawn(round: Round, at: number): Round {
  const drawn = new Map(round.drawn);
  drawn.delete(at);
  return { ...round, at, drawn, order: round.order.filter((place) => place !== at) };
}

/** To the next label, drawn or skipped. */
export const goneOn = (round: Round): Round => ({
  ...round,
  at: Math.min(round.at + 1, round.labels.length),
});

export const goneBack = (round: Round): Round => ({ ...round, at: Math.max(0, round.at - 1) });

/** Ends it before its last label. */
export const finished = (round: Round): Round => ({ ...round, at: round.labels.length });

/** Where the last drawing was made, which undo would take back. */
export const lastDrawn = ({ order }: Round): number | undefined => order.at(-1);

/** Labels that were skipped, or not come to. */
export const missing = ({ labels, drawn }: Round): string[] =>
  labels.filter((_, at) => !drawn.has(at));

/** "You drew all 24." */
export function summaryWords({ labels, drawn }: Round): string {
  if (drawn.size === 0) return 'You drew none this time.';
  if (drawn.size < labels.length) return `You drew ${drawn.size} of ${labels.length}.`;
  return labels.length === 1 ? 'You drew it.' : `You drew all ${labels.length}.`;
}
