import { glyphToBytes } from '@inkling/ink';
import type { ModelCard } from '../card/card.js';
import { LEAST_PROBABILITY } from '../calibration.js';
import { classOfLabel, taskOfNetwork, type Task } from '../labels.js';
import { decide } from '../memory/decide.js';
import type { MemoryNeighbour } from '../memory/memory-sample.js';
import type { NetworkMemory } from '../memory/network-memory.js';
import type { PlacedCharacter } from './place-characters.js';

export interface LabelledNeighbour extends MemoryNeighbour {
  readonly label: string;
}

/** What memory knows of a character of a line. */
export interface Remembered {
  /** In nats, of the labels that it has something like; in the case that the line has. */
  readonly gains: ReadonlyMap<string, number>;
  /** How probable each symbol is that may stand here: no network knows it, so what it has the others lose. */
  readonly symbols: ReadonlyMap<string, number>;
  /** The nearest samples that had a say, most similar first. */
  readonly neighbours: readonly LabelledNeighbour[];
  /** The writer taught this very character, or one drawn just so: memory knows better than any network. */
  readonly isSame: boolean;
}

/** From this cosine on an own sample is the same drawing, but for a hair. */
const SAME = 0.99;

/** Less is not worth a candidate. */
const LEAST_GAIN = 0.1;

/** What a network for single characters makes of one of a line. */
export interface CharacterLook {
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
}

/** Whose memory is asked, and for what. */
export interface RememberQuestion {
  readonly writerId: string | null;
  /** By index in memory's label space: classes, and symbols that may stand in a line. */
  readonly allowed: readonly boolean[];
  /** What memory found already; absent: it is searched. */
  readonly found?: readonly MemoryNeighbour[];
}

/** How much more probable memory makes each label of a character, for the line's own network to weigh. */
export function rememberCharacter(
  character: PlacedCharacter,
  look: CharacterLook,
  card: ModelCard,
  memory: NetworkMemory,
  { writerId, allowed, found }: RememberQuestion,
): Remembered {
  const question = { ...look, glyph: glyphToBytes(character.glyph!), writerId, allowed, found };
  const blended = decide(question, card, memory);
  const alone = decide(question, card, undefined);
  // Symbols have no place in what the line's network says, also where a training gave them a class.
  const own = card.labels.filter((_, at) => !memory.labels.isSymbol(at));
  const differences = own.map((_, at) =>
    allowed[at] ? Math.log(blended.probabilities[at]! / alone.probabilities[at]!) : Infinity,
  );
  // Memory renormalises: who gains nothing loses a little.
  const least = Math.min(...differences);
  const gains = new Map<string, number>();
  own.forEach((label, at) => {
    const gain = differences[at]! - least;
    if (!Number.isFinite(gain) || gain < LEAST_GAIN) return;
    gains.set(inCaseOf(label, character, taskOfNetwork(card.network)), gain);
  });
  const symbols = new Map<string, number>();
  for (let at = own.length; at < allowed.length; at++) {
    const probability = allowed[at] ? blended.probabilities[at]! : 0;
    if (probability > LEAST_PROBABILITY) symbols.set(memory.labels.labelAt(at), probability);
  }
  const neighbours = blended.neighbours.map((neighbour) => ({
    ...neighbour,
    label: memory.labels.labelAt(neighbour.classIndex),
  }));
  const isSame = neighbours.some(({ own, similarity }) => own && similarity >= SAME);
  return { gains, symbols, neighbours, isSame };
}

/** Classes of both cases are told apart by what the line's network says. */
function inCaseOf(label: string, { candidates }: PlacedCharacter, task: Task): string {
  const same = candidates.find((candidate) => classOfLabel(task, candidate.label) === label);
  return same?.label ?? label;
}
