import type { LineCorrectionResponse, LineResponse } from '@inkling/contract';
import { percent, spokenLabel } from '../../../shared/words';
import { alignTexts, isSpace } from './alignment';

/** How sure the whole line is, and how much of it is not. */
export function lineCertainty({
  certain,
  characters,
}: Pick<LineResponse, 'certain' | 'characters'>): string {
  const doubtful = characters.filter((character) => !character.certain).length;
  if (certain) return 'sure';
  if (doubtful === 0) return 'not sure';
  return `not sure about ${doubtful} of ${characters.length}`;
}

/** What a screen reader says when an answer comes. */
export function spokenLine({
  text,
  probability,
  certain,
  characters,
}: Pick<LineResponse, 'text' | 'probability' | 'certain' | 'characters'>): string {
  if (text === '') return 'Nothing was read.';
  return `${text}, ${percent(probability).replace('%', ' percent')}, ${lineCertainty({ certain, characters })}.`;
}

/** "7 and m", "7, 3 and m"; each label once. */
function listed(labels: readonly string[]): string {
  const each = [...new Set(labels)];
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`;
}

/** What confirming a text teaches, as far as that is known before the server has judged the strokes. */
export function lessonWords(read: string, text: string): string {
  if (text.trim() === '') return 'Type what it says.';
  if (text === read) return 'Confirm it to teach Inkling your handwriting.';
  const { fates, added } = alignTexts(read, text);
  const changed = fates.flatMap(({ kind, at }, place) =>
    kind === 'changed' ? [`${text[at]} (read as ${read[place]})`] : [],
  );
  const gone = fates.flatMap(({ kind }, place) =>
    kind === 'gone' && !isSpace(read[place]!) ? [read[place]!] : [],
  );
  const more = added.map((at) => text[at]!).filter((character) => !isSpace(character));
  const parts = [
    changed.length > 0 ? `Will be learned: ${listed(changed)}.` : '',
    more.length > 0 ? `No strokes of its own: ${listed(more)}.` : '',
    gone.length > 0 ? `Not there: ${listed(gone)}.` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' ') : 'Only spaces change.';
}

const REASONS: Record<LineCorrectionResponse['leftOut'][number]['reason'], string> = {
  'not told apart': 'can’t be told apart from its neighbours',
  'not a character of the network': 'isn’t a character it knows',
  'same as read': 'was read like that',
};

/** What a correction or a confirmation taught. */
export function lessonLearned({
  confirms,
  samples,
  leftOut,
}: Pick<LineCorrectionResponse, 'confirms' | 'samples' | 'leftOut'>): string {
  const learned = samples.map(({ label }) => label);
  const told = learned.length > 0 ? `Learned: ${listed(learned)}.` : '';
  // Read right is nothing that was left out.
  const out = leftOut.filter(({ reason }) => reason !== 'same as read');
  const reasons = [...new Set(out.map(({ reason }) => reason))];
  const left = reasons.map((reason) => {
    const labels = out.filter((one) => one.reason === reason).map(({ label }) => label);
    return `${listed(labels)} ${REASONS[reason]}`;
  });
  const but = left.length > 0 ? `Left out: ${left.join('; ')}.` : '';
  const first = confirms ? 'Confirmed.' : 'Corrected.';
  return [first, told, but].filter((part) => part !== '').join(' ');
}

/** Names one character: what it was read as, how sure, and what stands in its place now. */
export function characterName(character: {
  readonly read: string;
  readonly shown: string;
  readonly probability: number;
  readonly certain: boolean;
}): string {
  const { read, shown, probability, certain } = character;
  const share = `${percent(probability)}${certain ? '' : ', not sure'}`;
  if (shown === read) return `${spokenLabel(read)}, ${share}`;
  const now = shown === '' ? 'removed' : `changed to ${spokenLabel(shown)}`;
  return `${spokenLabel(read)}, ${now}`;
}
