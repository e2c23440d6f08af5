/** Things of one day, in the order they came. */
export interface Day<T> {
  readonly name: string;
  readonly items: readonly T[];
}

/** Puts what comes in order of time under its days, by the reader's own clock. */
export function byDay<T extends { readonly at: string }>(items: readonly T[]): Day<T>[] {
  const days: { name: string; items: T[] }[] = [];
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });
  for (const item of items) {
    const name = format.format(new Date(item.at));
    const last = days.at(-1);
    if (last?.name === name) last.items.push(item);
    else days.push({ name, items: [item] });
  }
  return days;
}

/** From the begin of one day to the end of another, as moments; what is no day is left out. */
export function dayRange(from: string, to: string): { from?: string; to?: string } {
  const start = startOf(from);
  const end = startOf(to);
  end?.setDate(end.getDate() + 1);
  return {
    ...(start && { from: start.toISOString() }),
    ...(end && { to: end.toISOString() }),
  };
}

function startOf(day: string): Date | undefined {
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
