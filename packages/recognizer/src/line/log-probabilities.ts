import { bestClass } from '../metrics.js';
import type { SequenceReading } from './prefix-beam.js';

/** What may be answered, character by character of the network. */
export interface Answerable {
  /** Others lose their probability to these, as an O does to a 0 among digits: that a character is there stays true. */
  readonly allowed: (character: string) => boolean;
  /** Those that are no answer but something between answers: their probability goes to the blank. */
  readonly readPast: (character: string) => boolean;
}

/**
 * Log probabilities of each step: logits / temperature, softmax, without what may not be answered.
 *
 * @param logits `[steps, characters.length + 1]`
 */
export function sequenceReading(
  logits: Float32Array,
  steps: number,
  characters: readonly string[],
  temperature: number,
  { allowed, readPast }: Answerable,
): SequenceReading {
  const classes = characters.length + 1;
  const blank = characters.length;
  const mayAnswer = characters.map(allowed);
  const isPast = characters.map((character, at) => !mayAnswer[at] && readPast(character));
  const logProbabilities = new Float32Array(steps * classes);
  for (let step = 0; step < steps; step++) {
    const row = logits.subarray(step * classes, (step + 1) * classes);
    const out = logProbabilities.subarray(step * classes, (step + 1) * classes);
    const most = row[bestClass(row)]!;
    let nothing = Math.exp((row[blank]! - most) / temperature);
    let everything = nothing;
    let answers = 0;
    for (let at = 0; at < blank; at++) {
      const own = Math.exp((row[at]! - most) / temperature);
      everything += own;
      if (isPast[at]) nothing += own;
      else if (mayAnswer[at]) answers += own;
    }
    const ofBlank = nothing / everything;
    // Of what is left each that may be answered has its share.
    const rest = Math.log(1 - ofBlank) - Math.log(Math.max(answers, Number.MIN_VALUE));
    for (let at = 0; at < blank; at++) {
      out[at] = mayAnswer[at] ? (row[at]! - most) / temperature + rest : -Infinity;
    }
    out[blank] = Math.log(ofBlank);
  }
  return { logProbabilities, steps, characters };
}
