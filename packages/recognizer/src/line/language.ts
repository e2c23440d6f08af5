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

/** A language model's say, log-linear beside that of the network (shallow fusion, Gulcehre et al. 2015). */
export interface LanguageSay {
  readonly model: Language;
  /** What its log probability counts. */
  readonly weight: number;
  /** For each character, against its liking for short texts, in nats. */
  readonly bonus: number;
}

/** What it says of a text, in nats: the higher the better. */
export function sayOf({ model, weight, bonus }: LanguageSay, text: string): number {
  let [state, sum] = [model.start, 0];
  for (const character of text) {
    sum += weight * model.logProbability(state, character) + bonus;
    state = model.next(state, character);
  }
  return sum + weight * model.logEnd(state);
}
