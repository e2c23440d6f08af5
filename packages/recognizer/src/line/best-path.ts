/**
 * The text along the most probable class of each step: repeats count once, blanks part them (best path decoding,
 * Graves et al. 2006). Quick, and a little worse than a beam search.
 *
 * @param classes one a step; the blank is the one after the last character
 */
export function textOfBestPath(classes: ArrayLike<number>, characters: readonly string[]): string {
  let text = '';
  let last = characters.length;
  for (let step = 0; step < classes.length; step++) {
    const at = classes[step]!;
    if (at !== last && at < characters.length) text += characters[at];
    last = at;
  }
  return text;
}
