/**
 * How probable characters are after others.
 *
 * @typeParam State where a text stands in it
 */
export interface Language<State = unknown> {
  /** Before the first character. */
  readonly start: State;
  /** The text with one character more; a space ends a word. */
  next(state: State, character: string): State;
  /** Natural logarithm of the probability that this character comes next; of a space: that the word ends. */
  logProbability(state: State, character: string): number;
  /** Natural logarithm of the probability that the text ends here. */
  logEnd(state: State): number;
}
