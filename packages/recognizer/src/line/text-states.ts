import type { SequenceReading } from './prefix-beam.js';

/** A character that the network does not know: it sees some character there. */
const SOME_CHARACTER = -1;

/**
 * The states of a text along a line, as connectionist temporal classification has them (Graves 2006): blank, first
 * character, blank, second … blank.
 */
export class TextStates {
  private readonly states: Int32Array;
  /** By step: the natural logarithm of the probability of any character but the space; made when it is asked for. */
  private some: Float64Array | undefined;

  constructor(
    private readonly reading: SequenceReading,
    text: string,
  ) {
    const blank = reading.characters.length;
    this.states = new Int32Array(2 * text.length + 1).fill(blank);
    for (let at = 0; at < text.length; at++) {
      this.states[2 * at + 1] = reading.characters.indexOf(text[at]!);
    }
  }

  get length(): number {
    return this.states.length;
  }

  /** Whether a way may lead here from two states before, over the blank between two characters that differ. */
  mayPassTo(at: number): boolean {
    return at >= 2 && at % 2 === 1 && this.states[at] !== this.states[at - 2];
  }

  /** Natural logarithm of the probability that a step writes this state. */
  logProbability(step: number, at: number): number {
    const { logProbabilities, characters } = this.reading;
    const state = this.states[at]!;
    if (state === SOME_CHARACTER) return this.ofSome()[step]!;
    return logProbabilities[step * (characters.length + 1) + state]!;
  }

  private ofSome(): Float64Array {
    this.some ??= anyCharacter(this.reading);
    return this.some;
  }
}

function anyCharacter({ logProbabilities, steps, characters }: SequenceReading): Float64Array {
  const classes = characters.length + 1;
  const space = characters.indexOf(' ');
  return Float64Array.from({ length: steps }, (_, step) => {
    let sum = 0;
    for (let at = 0; at < characters.length; at++) {
      if (at !== space) sum += Math.exp(logProbabilities[step * classes + at]!);
    }
    return Math.log(sum);
  });
}
