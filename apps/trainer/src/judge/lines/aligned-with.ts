/** How a text that was read stands beside the one that is wanted. */
export interface Aligned {
  /** Characters to put in, take out or change. */
  readonly wrong: number;
  /** For each character that is wanted, what stands in its place; nothing where it is missing. */
  readonly characters: readonly { readonly wanted: string; readonly read: string | undefined }[];
}

/**
 * Lays two texts beside each other with as few changes as can be (Levenshtein 1966); spaces in what was read count
 * for nothing.
 *
 * @param wanted without spaces
 */
export function alignedWith(wanted: string, read: string): Aligned {
  const given = read.replaceAll(' ', '');
  const width = given.length + 1;
  const costs = new Uint16Array((wanted.length + 1) * width);
  for (let row = 0; row <= wanted.length; row++) {
    for (let column = 0; column < width; column++) {
      costs[row * width + column] =
        row === 0 || column === 0
          ? row + column
          : Math.min(
              costs[(row - 1) * width + column - 1]! +
                (wanted[row - 1] === given[column - 1] ? 0 : 1),
              costs[(row - 1) * width + column]! + 1,
              costs[row * width + column - 1]! + 1,
            );
    }
  }
  const characters: { wanted: string; read: string | undefined }[] = [];
  let [row, column] = [wanted.length, given.length];
  while (row > 0) {
    const cost = costs[row * width + column]!;
    const own = wanted[row - 1]!;
    const isSame = column > 0 && own === given[column - 1];
    if (column > 0 && cost === costs[(row - 1) * width + column - 1]! + (isSame ? 0 : 1)) {
      characters.unshift({ wanted: own, read: given[column - 1] });
      row--;
      column--;
    } else if (cost === costs[(row - 1) * width + column]! + 1) {
      characters.unshift({ wanted: own, read: undefined });
      row--;
    } else column--;
  }
  return { wrong: costs.at(-1)!, characters };
}
