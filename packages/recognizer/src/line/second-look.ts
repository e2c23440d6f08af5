import type { Strip } from '@inkling/ink';
import { maskedLogProbabilities, softmax } from '../calibration.js';
import type { ModelCard } from '../card/card.js';
import { classOfLabel, type Task } from '../labels.js';
import { likenessForTask, likenessOf, type LikenessLimits } from '../likeness/kinds.js';
import { joinFloats, rowOfBatch, type NetworkSession } from '../session.js';
import { alignText } from './align.js';
import { glyphOnStrip } from './glyph-on-strip.js';
import { answerable, type LineQuestion } from './line-question.js';
import type { SequenceReading } from './prefix-beam.js';
import type { RowText } from './row-text.js';
import { segmentsOf, type Segment } from './segments.js';
import { textLogProbability } from './text-log-probability.js';

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
  /** Of a nat about how much each looks like a character: what is cut at the wrong place hardly does. @defaultValue 0 */
  readonly alike?: number | undefined;
  /** Of a nat about whether each is one character and no more. @defaultValue 0 */
  readonly single?: number | undefined;
  /** How much the line's other view counts instead of the first, 0..1; 0: nobody looks there. @defaultValue 0 */
  readonly view?: number | undefined;
}

/** The network that tells what is a character at all. */
export interface LikenessReader {
  readonly session: NetworkSession;
  readonly limits: LikenessLimits;
}

/** A network for single characters that looks at those of a line. */
export interface SecondReader {
  readonly session: NetworkSession;
  readonly card: Pick<ModelCard, 'labels' | 'temperature'>;
  readonly task: Task;
  /** Absent: nothing is said of that. */
  readonly likeness?: LikenessReader | undefined;
  readonly weights: SecondLookWeights;
}

/** One of the texts that a row may have, and what single characters say of it. */
export interface SecondLook extends RowText {
  /** Log probabilities of characters that stand alone, added up; of what all texts share nothing. */
  readonly standing: number;
  /** The same of those that are cut out. */
  readonly joined: number;
  /** Logarithms of how much they look like characters, added up. */
  readonly alike: number;
  /** Log probabilities that each is a single one, added up. */
  readonly single: number;
  /** Log probability of the text in the line's other view; where nobody looked there, in the first. */
  readonly view: number;
  /** Spaces aside. */
  readonly characters: number;
}

/** How much is looked at again; of validation lines more of it changes no answer. */
export interface LookLimits {
  /** Where the line's own network is so sure, nobody has to look. */
  readonly sureFrom: number;
  /** Texts that are looked at, ... */
  readonly texts: number;
  /** ... of those that are so many nats less probable than the best one at most: others never win. */
  readonly behind: number;
  /** Parts that are looked at: where the texts differ in more, fewer of them are. */
  readonly parts: number;
  /** Where single characters make it so sure, nobody looks at the other view: of validation numbers that changes no answer, either. */
  readonly viewedTo: number;
  /** Parts that are looked at with the texts that the other view proposes. */
  readonly viewedParts: number;
}

/** One part takes the network for letters twice as long as that for digits. */
export const LOOK_LIMITS: Readonly<Record<LineQuestion['task'], LookLimits>> = {
  digits: { sureFrom: 0.95, texts: 4, behind: 4, parts: 8, viewedTo: 0.9, viewedParts: 12 },
  text: { sureFrom: 0.9, texts: 4, behind: 4, parts: 4, viewedTo: 0.9, viewedParts: 4 },
};

/** One character that is not like itself must not decide alone, in nats. */
const LEAST = -3;

/** A text that hardly fits one of the views must not be lost for that alone, in nats. */
const LEAST_FIT = -20;

/** Of what the network does not know, as commas, and of a piece without a glyph. */
const UNKNOWN = -1;

/** Those of a row's texts that are worth a look, best first; two at least. */
export const textsToLookAt = (
  texts: readonly RowText[],
  { texts: most, behind }: LookLimits,
): readonly RowText[] =>
  texts
    .slice(0, most)
    .filter(
      ({ probability }, at) => at < 2 || probability >= texts[0]!.probability * Math.exp(-behind),
    );

/**
 * With those that were not worth a look: they lose what the others lost to the best one, where it won by being looked at.
 *
 * @param weighed by all networks, best first
 * @param before the same texts by the network for lines alone, and the others
 */
export function withFarOnes(
  weighed: readonly RowText[],
  before: { readonly looked: readonly RowText[]; readonly far: readonly RowText[] },
): RowText[] {
  const [best, ...others] = weighed;
  if (!best) return [];
  const sumOf = (texts: readonly RowText[]) =>
    texts.reduce((sum, { probability }) => sum + probability, 0);
  const known = new Set(weighed.map(({ text }) => text));
  const far = before.far.filter(({ text }) => !known.has(text));
  const had = sumOf(before.looked.filter(({ text }) => text !== best.text && known.has(text)));
  const kept = had > 0 ? Math.min(1, sumOf(others) / had) : 1;
  const left = far.map(({ text, probability }) => ({ text, probability: kept * probability }));
  const gain = sumOf(far) - sumOf(left);
  return [{ ...best, probability: best.probability + gain }, ...others, ...left];
}

/** A row that is looked at again. */
export interface LookedRow {
  readonly strip: Strip;
  readonly reading: SequenceReading;
  readonly question: LineQuestion;
  readonly reader: Omit<SecondReader, 'weights'>;
  /** What was seen of its parts, by their keys: with more texts most parts are the same. */
  readonly seen: Map<string, PartLook>;
}

/**
 * Looks at the characters in which the most probable texts of a row differ, each on its part of the strip: the
 * classical way of segments, with what the network for lines found as its candidates.
 *
 * @param texts all of them are looked at; where they differ in too many parts, the last ones are left out
 * @param most parts that are looked at, at most
 * @returns only how many characters they have where even two texts differ nearly everywhere, or letters may be answered
 * that the network does not know
 */
export async function lookAgain(
  row: LookedRow,
  texts: readonly RowText[],
  most: number,
): Promise<SecondLook[]> {
  const { strip, reading, question, seen } = row;
  const { card, task, likeness } = row.reader;
  const found = texts.map(({ text, probability }) => ({
    ...{ text, probability, parts: partsOf(strip, reading, text) },
    view: Math.log(probability),
  }));
  const doubtful = fewDiffering(
    found.map(({ parts }) => parts),
    most,
  );
  const classes = answerableClasses(reading.characters, card.labels, question, task);
  if (!doubtful || !classes) {
    return found.map(({ parts, ...text }) => ({
      ...{ ...text, standing: 0, joined: 0, alike: 0, single: 0 },
      characters: parts.length,
    }));
  }
  const { differing, parts } = doubtful;
  await lookAt(row, parts, classes);
  return found.slice(0, differing.length).map(({ parts: all, ...text }, at) => {
    let [standing, joined, alike, single] = [0, 0, 0, 0];
    for (const { key, label, segment } of differing[at]!) {
      const own = card.labels.indexOf(classOfLabel(task, label) ?? '');
      // Of commas and the like nothing is known, whatever they look like.
      const look = own < 0 ? undefined : seen.get(key);
      const said = atLeast(look?.says[own] ?? UNKNOWN);
      if (segment.standsAlone) standing += said;
      else joined += said;
      if (!likeness) continue;
      alike += atLeast(look?.alike ?? UNKNOWN);
      single += atLeast(look?.single ?? UNKNOWN);
    }
    return { ...text, standing, joined, alike, single, characters: all.length };
  });
}

/** The same with how probable each text is in the row's other view. */
export const withView = (looks: readonly SecondLook[], viewed: SequenceReading): SecondLook[] =>
  looks.map((look) => ({
    ...look,
    view: fitOf(viewed, look.text),
  }));

/** How well a text fits a view of a row, in nats. */
export const fitOf = (reading: SequenceReading, text: string): number =>
  Math.max(LEAST_FIT, textLogProbability(reading, text));

/**
 * The texts by all networks, best first: log p of both views + standing + joined + alike + single + bonus, weighted;
 * what they had together of the probability stays with them.
 */
export function weighLooks(
  looks: readonly SecondLook[],
  { standing, joined, bonus, alike = 0, single = 0, view = 0 }: SecondLookWeights,
): RowText[] {
  const scores = looks.map(
    (look) =>
      (1 - view) * Math.log(look.probability) +
      view * look.view +
      standing * look.standing +
      joined * look.joined +
      alike * look.alike +
      single * look.single +
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

const atLeast = (nats: number): number => Math.max(LEAST, nats);

/** What is seen of a part. */
export interface PartLook {
  /** Log probabilities by class. */
  readonly says: Float64Array;
  /** Natural logarithms, 0 where nobody says it. */
  readonly alike: number;
  readonly single: number;
}

/** Looks at each part that is more than a dot and was not seen before. */
async function lookAt(
  { strip, reader: { session, card, task, likeness }, seen }: LookedRow,
  parts: ReadonlyMap<string, Part>,
  classes: readonly number[],
): Promise<void> {
  const unseen = [...parts].flatMap(([key, { segment }]) => {
    const glyph = seen.has(key) ? undefined : glyphOnStrip(strip, segment);
    return glyph ? [{ key, glyph }] : [];
  });
  if (unseen.length === 0 || classes.length === 0) return;
  const glyphs = joinFloats(unseen.map(({ glyph }) => glyph));
  const { logits } = await session.run(glyphs, unseen.length);
  const alike = likeness && (await likeness.session.run(glyphs, unseen.length)).logits;
  unseen.forEach(({ key }, at) => {
    const own = rowOfBatch(logits, at, unseen.length);
    seen.set(key, {
      says: maskedLogProbabilities(own, card.temperature, classes),
      ...charactersLike(alike && rowOfBatch(alike, at, unseen.length), likeness?.limits, task),
    });
  });
}

function charactersLike(
  logits: Float32Array | undefined,
  limits: LikenessLimits | undefined,
  task: Task,
): Pick<PartLook, 'alike' | 'single'> {
  if (!logits || !limits) return { alike: 0, single: 0 };
  const likeness = likenessOf(logits, limits);
  return {
    alike: Math.log(likenessForTask(likeness, task)),
    single: Math.log(1 - likeness.several),
  };
}
