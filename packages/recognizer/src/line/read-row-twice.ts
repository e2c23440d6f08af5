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
import {
  fitOf,
  lookAgain,
  LOOK_LIMITS,
  textsToLookAt,
  weighLooks,
  withFarOnes,
  withView,
  type LookedRow,
  type SecondLookWeights,
} from './second-look.js';

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
  const row: LookedRow = { strip, reading, question, reader, seen: new Map() };
  const looked = textsToLookAt(texts, limits);
  const weighed = await weighTexts(row, looked, reader.weights, async () => {
    const viewed = await viewAgain(strip, output, settings, question);
    // Where texts share, nobody knows what another one would have of that.
    return viewed && areSharing(question, settings) ? { ...viewed, texts: [] } : viewed;
  });
  const far = texts.slice(looked.length, limits.texts);
  const judged = withFarOnes(weighed, { looked, far });
  const known = new Set(judged.map(({ text }) => text));
  const all = [...judged, ...texts.filter(({ text }) => !known.has(text))];
  all.sort((a, b) => b.probability - a.probability);
  return rowOf(strip, reading, all.slice(0, top));
}

/**
 * Those texts that somebody looked at, best first.
 *
 * @param view asks for the row's other view, with what it proposes
 */
async function weighTexts(
  row: LookedRow,
  texts: readonly RowText[],
  weights: SecondLookWeights,
  view: () => Promise<TextsOfRow | undefined>,
): Promise<RowText[]> {
  const limits = LOOK_LIMITS[row.question.task];
  const looks = await lookAgain(row, texts, limits.parts);
  const weighed = weighLooks(looks, weights);
  if (!weights.view || weighed[0]!.probability >= limits.viewedTo) return weighed;
  const viewed = await view();
  if (!viewed) return weighed;
  const more = proposedBy(viewed, texts, row.reading);
  const all =
    more.length > 0 ? await lookAgain(row, [...texts, ...more], limits.viewedParts) : looks;
  return weighLooks(withView(all, viewed.reading), weights);
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

/** What the other view proposes besides, as probable as the first one finds it. */
function proposedBy(
  viewed: TextsOfRow,
  texts: readonly RowText[],
  reading: SequenceReading,
): RowText[] {
  const known = new Set(texts.map(({ text }) => text));
  return viewed.texts
    .filter(({ text }) => !known.has(text))
    .map(({ text }) => ({ text, probability: Math.exp(fitOf(reading, text)) }));
}
