import type { Strip } from '@inkling/ink';
import type { LineQuestion } from './line-question.js';
import { otherView } from './other-view.js';
import type { SequenceReading } from './prefix-beam.js';
import {
  areSharing,
  rowOf,
  textsOf,
  type ReadRow,
  type Said,
  type SequenceSettings,
  type TextsOfRow,
} from './read-row.js';
import type { RowText } from './row-text.js';
import { lookAgain, LOOK_LIMITS, weighLooks, withView, type SecondReader } from './second-look.js';
import { textLogProbability } from './text-log-probability.js';

/** What the network says of a row, from who can be asked once more. */
export interface SaidOfRow extends Said {
  /** What it says along another strip; absent: nobody can be asked. */
  readonly again?: ((strip: Strip) => Promise<Said>) | undefined;
}

/**
 * As `readRow`, and where the network for lines is unsure, a network for single characters looks again (`lookAgain`);
 * where both are, the one for lines reads another view of the row, too.
 */
export async function readRowTwice(
  strip: Strip,
  output: SaidOfRow,
  settings: SequenceSettings,
  question: LineQuestion,
  top: number,
): Promise<ReadRow> {
  const limits = LOOK_LIMITS[question.task];
  const { reading, texts } = textsOf(output, settings, question, Math.max(top, limits.texts));
  const reader = settings.second?.[question.task];
  if (!reader || texts.length < 2 || texts[0]!.probability >= limits.sureFrom) {
    return rowOf(strip, reading, texts.slice(0, top));
  }
  const found = { reading, texts: texts.slice(0, limits.texts) };
  const weighed = await weighTexts({ strip, found, output, settings, question, reader });
  const known = new Set(weighed.map(({ text }) => text));
  const all = [...weighed, ...texts.filter(({ text }) => !known.has(text))];
  all.sort((a, b) => b.probability - a.probability);
  return rowOf(strip, reading, all.slice(0, top));
}

interface Unsure {
  readonly strip: Strip;
  readonly found: TextsOfRow;
  readonly output: SaidOfRow;
  readonly settings: SequenceSettings;
  readonly question: LineQuestion;
  readonly reader: SecondReader;
}

/** Those texts that somebody looked at, best first. */
async function weighTexts(unsure: Unsure): Promise<RowText[]> {
  const { strip, found, output, settings, question, reader } = unsure;
  const { reading, texts } = found;
  const limits = LOOK_LIMITS[question.task];
  const looks = await lookAgain(strip, reading, texts, question, reader, limits.parts);
  const weighed = weighLooks(looks, reader.weights);
  if (!reader.weights.view || weighed[0]!.probability >= limits.viewedTo) return weighed;
  const viewed = await viewAgain(strip, output, settings, question);
  if (!viewed) return weighed;
  const more = areSharing(question, settings) ? [] : proposedBy(viewed, found);
  const all =
    more.length === 0
      ? looks
      : await lookAgain(
          ...([strip, reading, [...texts, ...more], question, reader, limits.viewedParts] as const),
        );
  return weighLooks(withView(all, viewed.reading), reader.weights);
}

/** What the network for lines makes of a row's other view; `undefined` where nobody can be asked. */
export async function viewAgain(
  strip: Strip,
  { again }: SaidOfRow,
  settings: SequenceSettings,
  question: LineQuestion,
): Promise<TextsOfRow | undefined> {
  if (!again) return undefined;
  const most = LOOK_LIMITS[question.task].texts;
  const { reading, texts } = textsOf(await again(otherView(strip)), settings, question, most);
  return { reading, texts: texts.slice(0, most) };
}

/** A text that the first view finds as improbable as this has no say there any more, in nats. */
const LEAST_PROPOSED = -20;

/** What the other view proposes besides, as probable as the first one finds it. */
function proposedBy(viewed: TextsOfRow, { reading, texts }: TextsOfRow): RowText[] {
  const known = new Set(texts.map(({ text }) => text));
  return viewed.texts
    .filter(({ text }) => !known.has(text))
    .map(({ text }) => ({ text, probability: probabilityOf(reading, text) }));
}

const probabilityOf = (reading: SequenceReading, text: string): number =>
  Math.exp(Math.max(LEAST_PROPOSED, textLogProbability(reading, text)));
