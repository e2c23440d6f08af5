/** What is chosen, and where a range of it began. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** The end of a range that stays while the other moves. */
  readonly anchor: string | null;
  /** What was chosen before the range: it stays when the range shrinks. */
  readonly before: ReadonlySet<string>;
}

export const NOTHING_CHOSEN: Selection = { chosen: new Set(), anchor: null, before: new Set() };

/** Chooses one, or takes it out; a range may begin there. */
export function toggled({ chosen }: Selection, id: string): Selection {
  const now = new Set(chosen);
  if (!now.delete(id)) now.add(id);
  return { chosen: now, anchor: id, before: now };
}

/**
 * Chooses everything from the anchor to here, both included. A range that is drawn again replaces its
 * former self.
 *
 * @param order all ids as they stand
 * @param from where a range begins that has no anchor yet
 */
export function rangedTo(
  { anchor, before }: Selection,
  order: readonly string[],
  from: string,
  to: string,
): Selection {
  const start = anchor !== null && order.includes(anchor) ? anchor : from;
  const [one, other] = [order.indexOf(start), order.indexOf(to)];
  const range = order.slice(Math.min(one, other), Math.max(one, other) + 1);
  return { chosen: new Set([...before, ...range]), anchor: start, before };
}

/** Chooses all of a group; when all of it was chosen already, takes it out. */
export function groupToggled({ chosen, anchor }: Selection, group: readonly string[]): Selection {
  const now = new Set(chosen);
  const isChosen = group.every((id) => chosen.has(id));
  for (const id of group) {
    if (isChosen) now.delete(id);
    else now.add(id);
  }
  return { chosen: now, anchor, before: now };
}

/** What is chosen, in the order in which it stands; ids that are no longer there are left out. */
export function inOrder({ chosen }: Selection, order: readonly string[]): string[] {
  return chosen.size === 0 ? [] : order.filter((id) => chosen.has(id));
}
