import { glyphToBytes } from '@inkling/ink';
import { classOfLabel, decide, taskOfNetwork, type MemoryNeighbour } from '@inkling/recognizer';
import type { PlacedCharacter, SeenCharacter } from '../inference/protocol.js';
import type { ServingModel } from '../serving/serving-model.js';

/** What memory knows of a character of a line. */
export interface Remembered {
  /** In nats, of the labels that it has something like; in the case that the line has. */
  readonly gains: ReadonlyMap<string, number>;
  /** The nearest samples that had a say, most similar first. */
  readonly neighbours: readonly LabelledNeighbour[];
}

export interface LabelledNeighbour extends MemoryNeighbour {
  readonly label: string;
}

/** Less is not worth a candidate. */
const LEAST_GAIN = 0.1;

/**
 * How much more probable memory makes each label of a character, for the line's own network to weigh.
 *
 * @param allowed by class index of the network for single characters
 */
export function gainsOf(
  character: PlacedCharacter,
  seen: SeenCharacter,
  { version: { card, network }, memory }: Pick<ServingModel, 'version' | 'memory'>,
  found: readonly MemoryNeighbour[],
  writerId: string | null,
  allowed: readonly boolean[],
): Remembered {
  const question = { ...seen, glyph: glyphToBytes(character.glyph!), writerId, allowed, found };
  const blended = decide(question, card, memory);
  const alone = decide(question, card, undefined);
  const differences = card.labels.map((_, at) =>
    allowed[at] ? Math.log(blended.probabilities[at]! / alone.probabilities[at]!) : Infinity,
  );
  // Memory renormalises: who gains nothing loses a little.
  const least = Math.min(...differences);
  const gains = new Map<string, number>();
  card.labels.forEach((label, at) => {
    const gain = differences[at]! - least;
    if (!Number.isFinite(gain) || gain < LEAST_GAIN) return;
    gains.set(inCaseOf(label, character, taskOfNetwork(network)), gain);
  });
  const neighbours = blended.neighbours.map((neighbour) => ({
    ...neighbour,
    label: card.labels[neighbour.classIndex]!,
  }));
  return { gains, neighbours };
}

/** Classes of both cases are told apart by what the line's network says. */
function inCaseOf(
  label: string,
  { candidates }: PlacedCharacter,
  task: ReturnType<typeof taskOfNetwork>,
): string {
  const same = candidates.find((candidate) => classOfLabel(task, candidate.label) === label);
  return same?.label ?? label;
}
