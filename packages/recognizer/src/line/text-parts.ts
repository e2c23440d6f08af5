/** A piece of two texts laid side by side: the same in both, or what stands in one where the other has something else. */
export interface TextPart {
  readonly before: string;
  readonly after: string;
}

export const isSamePart = ({ before, after }: TextPart): boolean => before === after;

/**
 * Lays two texts side by side with as few changes as can be (Wagner and Fischer 1974). Neighbouring changes are one
 * part; joined, the parts' sides are the texts.
 */
export const textParts = (before: string, after: string): TextPart[] =>
  joined(textSteps(before, after));

/** The same, character by character: each side of a step is one, or empty where the other has one more. */
export function textSteps(before: string, after: string): TextPart[] {
  const [from, to] = [[...before], [...after]];
  const costs = editCosts(from, to);
  const width = to.length + 1;
  const steps: TextPart[] = [];
  let [at, other] = [from.length, to.length];
  while (at > 0 || other > 0) {
    const cost = costs[at * width + other]!;
    const changes = at > 0 && other > 0 && from[at - 1] !== to[other - 1] ? 1 : 0;
    if (at > 0 && other > 0 && cost === costs[(at - 1) * width + other - 1]! + changes) {
      steps.push({ before: from[--at]!, after: to[--other]! });
    } else if (at > 0 && cost === costs[(at - 1) * width + other]! + 1) {
      steps.push({ before: from[--at]!, after: '' });
    } else steps.push({ before: '', after: to[--other]! });
  }
  return steps.reverse();
}

/** How many characters have to be changed, put in or taken out. */
export function editsBetween(before: string, after: string): number {
  return editCosts([...before], [...after]).at(-1)!;
}

/** `[before + 1, after + 1]`: the fewest edits from the first characters of one to the first of the other. */
function editCosts(before: readonly string[], after: readonly string[]): Uint16Array {
  const width = after.length + 1;
  const costs = new Uint16Array((before.length + 1) * width);
  for (let at = 0; at <= before.length; at++) costs[at * width] = at;
  for (let other = 0; other <= after.length; other++) costs[other] = other;
  for (let at = 1; at <= before.length; at++) {
    for (let other = 1; other <= after.length; other++) {
      const changes = before[at - 1] === after[other - 1] ? 0 : 1;
      costs[at * width + other] = Math.min(
        costs[(at - 1) * width + other - 1]! + changes,
        costs[(at - 1) * width + other]! + 1,
        costs[at * width + other - 1]! + 1,
      );
    }
  }
  return costs;
}

function joined(steps: readonly TextPart[]): TextPart[] {
  const parts: TextPart[] = [];
  for (const step of steps) {
    const last = parts.at(-1);
    if (last && isSamePart(last) === isSamePart(step)) {
      const { before, after } = parts.pop()!;
      parts.push({ before: before + step.before, after: after + step.after });
    } else parts.push(step);
  }
  return parts;
}
