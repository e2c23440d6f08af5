import type { Strip } from '@inkling/ink';
import { maskedLogProbabilities, softmax } from '../calibration.js';
import type { ModelCard } from '../card/card.js';
import { classOfLabel, type Task } from '../labels.js';
import { joinFloats, type NetworkSession } from '../session.js';
import { alignText } from './align.js';
import { glyphOnStrip } from './glyph-on-strip.js';
import { answerable, type LineQuestion } from './line-question.js';
import type { SequenceReading } from './prefix-beam.js';
import type { RowText } from './row-text.js';
import { segmentsOf, type Segment } from './segments.js';

/**
 * What a network for single characters counts beside the one for lines, in a log-linear combination: a character
 * that stands alone is like those that it learned, a piece cut out of joined writing is hardly so.
 */
export interface SecondLookWeights {
  /** Of a nat about characters that stand alone. */
  readonly standing: number;
  /** Of a nat about those that are cut out. */
  readonly joined: number;
  /** For each character, in nats: CTC leaves out more of them than it invents. */
  readonly bonus: number;
}

/** A network for single characters that looks at those of a line. */
export interface SecondReader {
  readonly session: NetworkSession;
  readonly card: Pick<ModelCard, 'labels' | 'temperature'>;
  readonly task: Task;
  readonly weights: SecondLookWeights;
}

/** One of the texts that a row may have, and what single characters say of it. */
export interface SecondLook extends RowText {
  /** Log probabilities of characters that stand alone, added up; of what all texts share nothing. */
  readonly standing: number;
  /** The same of those that are cut out. */
  readonly joined: number;
  /** Spaces aside. */
  readonly characters: number;
}

/** Where the line's own network is so sure, nobody has to look again: of validation lines no answer changes. */
export const SURE_ENOUGH = 0.9;

/** Texts that are looked at; of validation lines more change no answer. */
export const MOST_LOOKED_AT = 4;

/**
 * Parts that are looked at: where the texts differ in more, fewer of them are. One takes the network for letters twice
 * as long as that for digits, and more of them change no answer.
 */
const MOST_PARTS: Readonly<Record<LineQuestion['task'], number>> = { digits: 8, text: 4 };

/** One character that is not like itself must not decide alone, in nats. */
const LEAST = -3;

/** Of what the network does not know, as commas, and of a piece without a glyph. */
const UNKNOWN = -1;

/**
 * Looks at the characters in which the most probable texts of a row differ, each on its part of the strip: the
 * classical way of segments, with what the network for lines found as its candidates.
 *
 * @param texts best first
 * @returns only how many characters they have where even two texts differ nearly everywhere, or letters may be answered
 * that the network does not know
 */
export async function lookAgain(
  strip: Strip,
  reading: SequenceReading,
  texts: readonly RowText[],
  question: LineQuestion,
  { session, card, task }: Omit<SecondReader, 'weights'>,
): Promise<SecondLook[]> {
  const found = texts
    .slice(0, MOST_LOOKED_AT)
    .map((text) => ({ ...text, parts: partsOf(strip, reading, text.text) }));
  const doubtful = fewDiffering(
    found.map(({ parts }) => parts),
    MOST_PARTS[question.task],
  );
  const classes = answerableClasses(reading.characters, card.labels, question, task);
  if (!doubtful || !classes) {
    return found.map(({ text, probability, parts }) => ({
      ...{ text, probability, standing: 0, joined: 0 },
      characters: parts.length,
    }));
  }
  const { differing, parts } = doubtful;
  const says = await lookAt(strip, parts, { session, card, classes });
  return found.slice(0, differing.length).map(({ text, probability, parts: all }, at) => {
    let [standing, joined] = [0, 0];
    for (const { key, label, segment } of differing[at]!) {
      const own = card.labels.indexOf(classOfLabel(task, label) ?? '');
      const said = Math.max(LEAST, says.get(key)?.[own] ?? UNKNOWN);
      if (segment.standsAlone) standing += said;
      else joined += said;
    }
    return { text, probability, standing, joined, characters: all.length };
  });
}

/**
 * The texts by both networks, best first: log p + standing + joined + bonus, weighted; what they had together of
 * the probability stays with them.
 */
export function weighLooks(
  looks: readonly SecondLook[],
  { standing, joined, bonus }: SecondLookWeights,
): RowText[] {
  const scores = looks.map(
    (look) =>
      Math.log(look.probability) +
      standing * look.standing +
      joined * look.joined +
      bonus * look.characters,
  );
  const shares = softmax(scores);
  const together = looks.reduce((sum, { probability }) => sum + probability, 0);
  return looks
    .map(({ text }, at) => ({ text, probability: together * shares[at]! }))
    .sort((a, b) => b.probability - a.probability);
}

interface Part {
  readonly label: string;
  readonly segment: Segment;
  readonly key: string;
}

function partsOf(strip: Strip, reading: SequenceReading, text: string): Part[] {
  const spans = alignText(reading, text);
  if (!spans) return [];
  return segmentsOf(strip, spans)
    .map((segment, at) => ({
      ...{ segment, label: text[at]! },
      key: `${Math.round(segment.left)}-${Math.round(segment.right)}`,
    }))
    .filter(({ label }) => label !== ' ');
}

/** As many texts as differ in few enough parts, and these parts by their keys. */
function fewDiffering(texts: readonly (readonly Part[])[], most: number) {
  for (let count = texts.length; count >= 2; count--) {
    const differing = withoutShared(texts.slice(0, count));
    const parts = new Map(differing.flat().map((part) => [part.key, part]));
    if (parts.size <= most) return { differing, parts };
  }
  return undefined;
}

/** What all texts have in the same place tells nothing between them. */
function withoutShared(texts: readonly (readonly Part[])[]): Part[][] {
  const nameOf = ({ key, label }: Part) => `${key} ${label}`;
  const names = texts.map((parts) => new Set(parts.map(nameOf)));
  return texts.map((parts) =>
    parts.filter((part) => !names.every((known) => known.has(nameOf(part)))),
  );
}

/** Classes of single characters that may be answered at all, by index; `undefined` where a letter or digit that may be has none. */
function answerableClasses(
  characters: readonly string[],
  labels: readonly string[],
  question: LineQuestion,
  task: Task,
): number[] | undefined {
  const { allowed } = answerable(question);
  const wanted = characters.filter(allowed).filter((each) => /[0-9A-Za-z]/.test(each));
  const known = new Set(wanted.map((each) => classOfLabel(task, each)));
  if ([...known].some((label) => label === undefined || !labels.includes(label))) return undefined;
  return labels.flatMap((label, at) => (known.has(label) ? [at] : []));
}

/** @returns log probabilities by class for each part that is more than a dot */
async function lookAt(
  strip: Strip,
  parts: ReadonlyMap<string, Part>,
  {
    session,
    card,
    classes,
  }: Pick<SecondReader, 'session' | 'card'> & { readonly classes: readonly number[] },
): Promise<Map<string, Float64Array>> {
  const seen = [...parts].flatMap(([key, { segment }]) => {
    const glyph = glyphOnStrip(strip, segment);
    return glyph ? [{ key, glyph }] : [];
  });
  const says = new Map<string, Float64Array>();
  if (seen.length === 0 || classes.length === 0) return says;
  const glyphs = joinFloats(seen.map(({ glyph }) => glyph));
  const { logits } = await session.run(glyphs, seen.length);
  const count = card.labels.length;
  seen.forEach(({ key }, at) => {
    const own = logits.subarray(at * count, (at + 1) * count);
    says.set(key, maskedLogProbabilities(own, card.temperature, classes));
  });
  return says;
}
