import type { LineSuspicionReason } from '@inkling/contract';
import { looksOther, type Comparison, type LineScore, type RowEvidence } from '@inkling/recognizer';

/** A character that can be told apart: what it is said to be, and what a network makes of it. */
export interface JudgedCharacter {
  readonly label: string;
  readonly margin: Comparison;
  /** The most probable other label. */
  readonly other: string | undefined;
}

/** So many characters are named. */
const MOST_NAMED = 3;

/** From these log-odds on something fits better, or much better. */
const BETTER = 1;
const MUCH_BETTER = 4;

/** A figure's reasons in words, the weightiest first. */
export function lineReasons(
  rows: readonly RowEvidence[],
  characters: readonly JudgedCharacter[],
  { parts }: LineScore,
): LineSuspicionReason[] {
  const reasons: LineSuspicionReason[] = [
    { kind: 'text', text: ofText(rows, parts.text), weight: parts.text },
  ];
  if (characters.length > 0) {
    reasons.push({ kind: 'characters', text: ofCharacters(characters), weight: parts.characters });
  }
  return reasons
    .map(({ weight, ...reason }) => ({ ...reason, weight: Math.round(weight * 100) / 100 }))
    .sort((a, b) => b.weight - a.weight);
}

function ofText(rows: readonly RowEvidence[], weight: number): string {
  const worst = rows.reduce((most, row) => (row.excess > most.excess ? row : most));
  if (worst.read === worst.text) return 'The network reads the same.';
  const how = weight < BETTER ? 'a little' : weight < MUCH_BETTER ? '' : 'much';
  const { read, text } = differingWords(worst);
  return `“${read}” fits the ink ${how && `${how} `}better than “${text}”.`;
}

/** From the first word in which two texts differ to the last one; all of them where one has none there. */
function differingWords({ read, text }: RowEvidence): { read: string; text: string } {
  const [ours, theirs] = [read.split(' '), text.split(' ')];
  const most = Math.min(ours.length, theirs.length);
  let same = 0;
  while (same < most && ours[same] === theirs[same]) same++;
  let after = 0;
  while (after < most - same && ours.at(-1 - after) === theirs.at(-1 - after)) after++;
  const words = (all: readonly string[]): string => all.slice(same, all.length - after).join(' ');
  const differing = { read: words(ours), text: words(theirs) };
  return differing.read === '' || differing.text === '' ? { read, text } : differing;
}

function ofCharacters(characters: readonly JudgedCharacter[]): string {
  const others = characters.filter(({ margin }) => looksOther(margin));
  const count = characters.length;
  if (others.length === 0) {
    return count === 1
      ? 'The one character that stands alone looks right.'
      : `All ${count} characters that stand alone look right.`;
  }
  const named = others
    .slice(0, MOST_NAMED)
    .map(({ label, other }) => `${other ?? 'nothing'} rather than ${label}`)
    .join(', ');
  const more = others.length > MOST_NAMED ? ', …' : '';
  const looks = others.length === 1 ? 'looks' : 'look';
  return count === 1
    ? `The one character that stands alone looks different: ${named}.`
    : `${others.length} of ${count} characters that stand alone ${looks} different: ${named}${more}.`;
}
