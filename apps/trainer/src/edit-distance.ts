/** Characters to put in, take out or change to get from one text to the other (Levenshtein 1966). */
export function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [row, character] of [...from].entries()) {
    const next = [row + 1];
    for (let column = 0; column < to.length; column++) {
      const changed = above[column]! + (to[column] === character ? 0 : 1);
      next.push(Math.min(changed, above[column + 1]! + 1, next[column]! + 1));
    }
    above = next;
  }
  return above[to.length]!;
}
