import type { LinesCard } from '../card/lines-card.js';
import type { Constraint } from './constraint.js';
import { constraintOf, isAllowedText, type LineQuestion } from './line-question.js';
import { heardLanguage, type ReadRow } from './read-row.js';
import { sayOf, type LanguageSay } from './language.js';
import type { PlacedCharacter } from './place-characters.js';
import type { Remembered } from './remember-character.js';
import { weighMemory } from './weigh-memory.js';
import { withSymbols } from './with-symbols.js';
import { isSymbolOfLine } from '../symbol.js';

/** A row that was read, each character in its place. */
export interface PlacedRow extends Pick<ReadRow, 'texts'> {
  readonly characters: readonly PlacedCharacter[];
}

/** A character of an answer. */
export interface AnsweredCharacter extends PlacedCharacter {
  readonly row: number;
  readonly decidedBy: 'model' | 'memory';
  readonly probability: number;
  readonly neighbours: Remembered['neighbours'];
}

export interface AnsweredLine {
  readonly text: string;
  readonly probability: number;
  readonly alternatives: readonly { readonly text: string; readonly probability: number }[];
  /** Without spaces. */
  readonly characters: readonly AnsweredCharacter[];
}

/** What else counts beside what is read. */
export interface AnswerSettings extends Pick<LinesCard, 'memoryWeight'> {
  /** What language says of free text, of whoever reads it. */
  readonly language?: LanguageSay | undefined;
}

/** Of what memory says where the writer taught this very drawing. */
const WHOLE_WEIGHT = 1;

/**
 * From what is read of each row to one answer: memory has its say at each character, as far as the text may be
 * answered then, and as the language has it: where it calls a word one that is none, it must be the surer.
 *
 * @param rememberedAt what memory knows of a character, if anything
 */
export function answerLine(
  rows: readonly PlacedRow[],
  question: LineQuestion,
  { memoryWeight, language }: AnswerSettings,
  rememberedAt: (row: number, at: number) => Remembered | undefined,
  top: number,
): AnsweredLine {
  const heard = heardLanguage(question, { language });
  // Made when memory first has something: of a long list of words that takes milliseconds.
  let made: { readonly constraint: Constraint | undefined } | undefined;
  const limit = () => (made ??= { constraint: constraintOf(question) }).constraint;
  const answered = rows.map((row, index) =>
    answerRow(row, limit, heard, (character, at, allows) => {
      const remembered = rememberedAt(index, at);
      return {
        ...character,
        candidates: remembered
          ? candidatesWith(character.candidates, limitedTo(allows, remembered), memoryWeight)
          : character.candidates,
        neighbours: remembered?.neighbours ?? [],
        isSame: remembered?.isSame ?? false,
        row: index,
      };
    }),
  );
  const alternatives = combine(
    answered.map(({ texts }) => texts),
    top,
  );
  return {
    text: answered.map(({ text }) => text).join('\n'),
    probability: answered.reduce((product, { probability }) => product * probability, 1),
    alternatives,
    characters: answered.flatMap(({ characters }) =>
      characters.filter(({ label }) => label !== ' '),
    ),
  };
}

/** What may not be answered takes nothing from what may. */
function limitedTo(allows: (label: string) => boolean, remembered: Remembered): Remembered {
  const limited = (labels: ReadonlyMap<string, number>) =>
    new Map([...labels].filter(([label]) => allows(label)));
  const { gains, symbols } = remembered;
  return { ...remembered, gains: limited(gains), symbols: limited(symbols) };
}

/** With what memory has of the network's own labels, and of symbols. */
function candidatesWith(
  candidates: PlacedCharacter['candidates'],
  { gains, symbols, isSame }: Remembered,
  memoryWeight: number,
): PlacedCharacter['candidates'] {
  const weight = isSame ? WHOLE_WEIGHT : memoryWeight;
  return withSymbols(gains.size > 0 ? weighMemory(candidates, gains, weight) : candidates, symbols);
}

/** What texts a row may have; `undefined`: any. */
type Limit = () => Constraint | undefined;

type Weighed = Omit<AnsweredCharacter, 'decidedBy' | 'probability'> & Pick<Remembered, 'isSame'>;

/** @param allows which labels may stand in that place */
type Weigh = (
  character: PlacedCharacter,
  at: number,
  allows: (label: string) => boolean,
) => Weighed;

function answerRow(
  { texts, characters }: PlacedRow,
  limit: Limit,
  language: LanguageSay | undefined,
  weigh: Weigh,
) {
  const [best] = texts;
  if (!best) return { text: '', probability: 0, texts: [], characters: [] };
  const { labels, weighed } = withMemory(characters, limit, language, weigh);
  const text = labels.join('');
  const change = weighed.reduce(
    (factor, character, at) => factor * changeOf(characters[at]!, character, labels[at]!),
    1,
  );
  const probability = Math.min(1, best.probability * change);
  const others = texts.filter((other) => other.text !== text);
  const left = Math.max(
    others.reduce((sum, other) => sum + other.probability, 0),
    1 - probability,
  );
  return {
    text,
    probability,
    texts: [
      { text, probability },
      // What is left for them, and none more than what memory has answered.
      ...others.map((other) => ({
        text: other.text,
        probability:
          left > 0 ? Math.min(probability, (other.probability * (1 - probability)) / left) : 0,
      })),
    ],
    characters: weighed.map(({ isSame: _, ...character }, at): AnsweredCharacter => {
      const label = labels[at]!;
      return {
        ...character,
        label,
        candidates: leadBy(label, character.candidates),
        decidedBy: label === characters[at]!.label ? 'model' : 'memory',
        probability: probabilityOf(character.candidates, label),
      };
    }),
  };
}

/**
 * The labels of a row once memory had its say, and each character weighed among those that may stand in its place in that
 * very text: another label in one place may let others stand elsewhere.
 */
function withMemory(
  characters: readonly PlacedCharacter[],
  limit: Limit,
  language: LanguageSay | undefined,
  weigh: Weigh,
): { readonly labels: readonly string[]; readonly weighed: readonly Weighed[] } {
  const weighIn = (labels: readonly string[]): Weighed[] =>
    characters.map((character, at) => {
      const [before, after] = [labels.slice(0, at).join(''), labels.slice(at + 1).join('')];
      return weigh(character, at, (label) => isAllowedText(limit(), before + label + after));
    });
  let labels = characters.map(({ label }) => label);
  let weighed = weighIn(labels);
  // Mostly one turn, or two where something changed; never more than there are places.
  for (let turn = 0; turn < characters.length; turn++) {
    const before = labels;
    labels = substitute(weighed, before, limit, language);
    const isSame = labels.every((label, at) => label === before[at]);
    if (isSame || !limit()) break;
    weighed = weighIn(labels);
  }
  return { labels, weighed };
}

/**
 * Where memory prefers another label, that one, the clearest first and as long as the row may be answered so, and the
 * language does not speak against it more clearly.
 *
 * @param said the labels so far
 */
function substitute(
  weighed: readonly Weighed[],
  said: readonly string[],
  limit: Limit,
  language: LanguageSay | undefined,
): string[] {
  const labels = [...said];
  const wishes = weighed
    .map(({ candidates, label, isSame }, at) => ({
      ...{ at, candidates, isSame },
      label: candidates[0]?.label ?? label,
    }))
    .filter(({ at, label }) => label !== labels[at])
    .sort((a, b) => b.candidates[0]!.probability - a.candidates[0]!.probability);
  for (const { at, label, candidates, isSame } of wishes) {
    const former = labels[at]!;
    // The line's own network has spaces and characters apart already.
    if (former === ' ' || label === ' ') continue;
    const before = labels.join('');
    labels[at] = label;
    const after = labels.join('');
    const gain = Math.log(candidates[0]!.probability / probabilityOf(candidates, former));
    // No language that we know has it.
    const isClear =
      isSame ||
      !language ||
      isSymbolOfLine(label) ||
      gain + sayOf(language, after) > sayOf(language, before);
    if (!isClear || !isAllowedText(limit(), after)) labels[at] = former;
  }
  return labels;
}

const probabilityOf = (
  candidates: readonly { readonly label: string; readonly probability: number }[],
  label: string,
): number => candidates.find((candidate) => candidate.label === label)?.probability ?? 0;

/** What memory makes of how probable the row is, by this character. */
function changeOf(before: PlacedCharacter, after: Weighed, label: string): number {
  if (before.candidates === after.candidates) return 1;
  const was = probabilityOf(before.candidates, before.label);
  return probabilityOf(after.candidates, label) / Math.max(was, 1e-3);
}

function leadBy<C extends { readonly label: string }>(
  label: string,
  candidates: readonly C[],
): C[] {
  const own = candidates.filter((candidate) => candidate.label === label);
  return [...own, ...candidates.filter((candidate) => candidate.label !== label)];
}

/** The most probable ways to take one text of each row. */
function combine(
  rows: readonly (readonly { readonly text: string; readonly probability: number }[])[],
  top: number,
) {
  let ways = [{ texts: [] as string[], probability: 1 }];
  for (const texts of rows) {
    ways = ways
      .flatMap((way) =>
        texts.map(({ text, probability }) => ({
          texts: [...way.texts, text],
          probability: way.probability * probability,
        })),
      )
      .sort((a, b) => b.probability - a.probability)
      .slice(0, top);
  }
  return ways.map(({ texts, probability }) => ({ text: texts.join('\n'), probability }));
}
