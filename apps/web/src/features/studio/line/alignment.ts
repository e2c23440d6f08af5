/** What became of one character of a text in a later one. */
export interface Fate {
  readonly kind: 'kept' | 'changed' | 'gone';
  /** Its place in the later text; of one that is gone, where it would be. */
  readonly at: number;
}

export interface Alignment {
  /** One for each character of the former text. */
  readonly fates: readonly Fate[];
  /** Places in the later text that nothing in the former stands for. */
  readonly added: readonly number[];
}

export const isSpace = (character: string): boolean => /\s/.test(character);

/** A space never turns into a character: one of the two is then added, the other is gone. */
function costOf(former: string, later: string): number {
  if (former === later) return 0;
  return isSpace(former) === isSpace(later) ? 1 : 3;
}

/** The fewest changes that make one text of another: which character of it stands for which. */
export function alignTexts(former: string, later: string): Alignment {
  const width = later.length + 1;
  const costs = new Uint16Array((former.length + 1) * width);
  for (let row = 0; row <= former.length; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      if (row === 0 || column === 0) costs[at] = row + column;
      else {
        costs[at] = Math.min(
          costs[at - width - 1]! + costOf(former[row - 1]!, later[column - 1]!),
          costs[at - width]! + 1,
          costs[at - 1]! + 1,
        );
      }
    }
  }
  return trace(costs, former, later);
}

function trace(costs: Uint16Array, former: string, later: string): Alignment {
  const width = later.length + 1;
  const fates: Fate[] = [];
  const added: number[] = [];
  let row = former.length;
  let column = later.length;
  while (row > 0 || column > 0) {
    const at = row * width + column;
    const cost = row > 0 && column > 0 ? costOf(former[row - 1]!, later[column - 1]!) : Infinity;
    if (row > 0 && column > 0 && costs[at] === costs[at - width - 1]! + cost) {
      row--;
      column--;
      fates.push({ kind: cost === 0 ? 'kept' : 'changed', at: column });
    } else if (row > 0 && costs[at] === costs[at - width]! + 1) {
      row--;
      fates.push({ kind: 'gone', at: column });
    } else added.push(--column);
  }
  return { fates: fates.reverse(), added: added.reverse() };
}

/** Where each character of an answer stands in its text: spaces and line feeds have no strokes. */
export function characterPlaces(text: string): number[] {
  return [...text].flatMap((character, at) => (isSpace(character) ? [] : [at]));
}

/** The text with another label, or none (`''`), where a character of the answer stands. */
export function withLabel(read: string, text: string, place: number, label: string): string {
  const fate = alignTexts(read, text).fates[place];
  if (!fate) return text;
  const rest = fate.kind === 'gone' ? fate.at : fate.at + 1;
  return text.slice(0, fate.at) + label + text.slice(rest);
}

/** What somebody changed in an answer, changed likewise in the next one, where it reads the same there. */
export function carryEdits(formerRead: string, edited: string, read: string): string {
  if (edited === formerRead) return read;
  const { fates } = alignTexts(formerRead, edited);
  const next = alignTexts(formerRead, read).fates;
  return fates.reduceRight((text, { kind, at }, place) => {
    const there = next[place]!;
    if (kind === 'kept' || there.kind !== 'kept') return text;
    const label = kind === 'gone' ? '' : edited[at]!;
    return text.slice(0, there.at) + label + text.slice(there.at + 1);
  }, read);
}
