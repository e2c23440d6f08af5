import type { ModelCard, SymbolQuestion } from '@inkling/recognizer';
import { drawingAt, SymbolDesk, type ReadSigns } from '../../judge/evaluation/signs/symbol-desk.js';
import { rowsBy, shuffled, type SymbolTrial } from '../../judge/evaluation/signs/symbol-trials.js';
import { createRandom } from '../../random.js';
import type { ReadCharacters } from './sign-reader.js';

/** A drawing of a taught symbol, asked beside the classes. */
export interface AskedSign {
  readonly question: SymbolQuestion;
  /** Which symbol it is. */
  readonly symbol: number;
  /** How many may answer. */
  readonly symbols: number;
}

/** Drawings of characters, asked while symbols are taught. */
export interface AskedCharacters {
  readonly symbols: number;
  /** Samples of each symbol. */
  readonly samples: number;
  /** All that were asked; those that the network reads wrong have nothing to lose and are not among the questions. */
  readonly asked: number;
  readonly questions: readonly SymbolQuestion[];
}

export function askSigns(
  card: ModelCard,
  signs: ReadSigns,
  trials: readonly SymbolTrial[],
  own: boolean,
): AskedSign[] {
  return trials.flatMap(({ lessons, asked }) => {
    const desk = new SymbolDesk(card, true);
    lessons.forEach((rows, symbol) =>
      rows.forEach((row) => desk.teach(symbol, signs.embeddings[row]!, own)),
    );
    return asked.map(({ row, symbol }) => ({
      question: desk.question(drawingAt(signs, row)),
      symbol,
      symbols: lessons.length,
    }));
  });
}

export interface CharacterPlan {
  readonly symbols: number;
  readonly samples: number;
  /** Characters of each person, so that nobody counts for more. */
  readonly ofHand: number;
  readonly seed: number;
}

/** @param sources signs that are taught, of each in turn */
export function askCharacters(
  card: ModelCard,
  characters: ReadCharacters,
  sources: readonly ReadSigns[],
  { symbols, samples, ofHand, seed }: CharacterPlan,
): AskedCharacters {
  const random = createRandom(seed);
  const desk = new SymbolDesk(card, true);
  const lessons = sources.map((signs) =>
    shuffled(
      [...rowsBy(signs.names).values()].filter((rows) => rows.length >= samples),
      random,
    ),
  );
  for (let symbol = 0; symbol < symbols; symbol++) {
    const source = symbol % sources.length;
    const rows = lessons[source]!.pop() ?? [];
    for (const row of shuffled(rows, random).slice(0, samples)) {
      desk.teach(symbol, sources[source]!.embeddings[row]!, true);
    }
  }
  const rows = [...rowsBy(characters.drawers).values()].flatMap((some) =>
    shuffled(some, random).slice(0, ofHand),
  );
  const questions = rows.flatMap((row) => {
    const question = desk.question(drawingAt(characters, row));
    const { logProbabilities } = question;
    const best = logProbabilities.indexOf(Math.max(...logProbabilities));
    return best === characters.classes[row] ? [question] : [];
  });
  return { symbols, samples, asked: rows.length, questions };
}
