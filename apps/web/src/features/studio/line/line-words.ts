import type { LineCorrectionResponse, LineResponse } from '@inkling/contract';
import { percent, spokenLabel } from '../../../shared/words';
import { alignTexts, isSpace } from './alignment';

/** Of a long line even a good answer has a small share: below this it tells nothing. */
const LEAST_SHARE = 0.01;

type Judged = Pick<LineResponse, 'probability' | 'certain' | 'characters'>;

/** How sure the whole line is, and how much of it is not. */
export function lineCertainty({ probability, certain, characters }: Judged): string {
  const doubtful = characters.filter((character) => !character.certain).length;
  const share = probability < LEAST_SHARE ? '' : `${percent(probability)}, `;
  if (certain) return `${share}sure`;
  return doubtful === 0
    ? `${share}not sure`
    : `${share}not sure about ${doubtful} of ${characters.length}`;
}

/** What a screen reader says when an answer comes. */
export function spokenLine({ text, ...judged }: Judged & Pick<LineResponse, 'text'>): string {
  if (text.trim() === '') return 'Nothing was read.';
  return `${text}, ${lineCertainty(judged).replace('%', ' percent')}.`;
}

/** "7 and m", "7, 3 and m"; each label once. */
function listed(labels: readonly string[]): string {
  const each = [...new Set(labels)];
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`;
}

/** What confirming a text teaches, as far as that is known before the server has judged the strokes. */
export function lessonWords(read: string, text: string): string {
  if (text.trim() === '') return 'Type what it says.';
  if (text === read) return 'Confirm to teach each separate character.';
  const { fates, added } = alignTexts(read, text);
  const changed = fates.flatMap(({ kind, at }, place) =>
    kind === 'changed' ? [`${read[place]} to ${text[at]}`] : [],
  );
  const gone = fates.flatMap(({ kind }, place) =>
    kind === 'gone' && !isSpace(read[place]!) ? [read[place]!] : [],
  );
  const more = added.map((at) => text[at]!).filter((character) => !isSpace(character));
  const parts = [
    changed.length > 0 ? `You changed ${listed(changed)}.` : '',
    more.length > 0 ? `No strokes of its own: ${listed(more)}.` : '',
    gone.length > 0 ? `Removed: ${listed(gone)}.` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return 'Only spaces change.';
  return [...parts, 'Saving teaches each separate character.'].join(' ');
}

/** Of one label, and of several. */
const REASONS: Record<
  LineCorrectionResponse['leftOut'][number]['reason'],
  readonly [one: string, several: string]
> = {
  'not told apart': [
    'can’t be told apart from its neighbours',
    'can’t be told apart from their neighbours',
  ],
  'not a character of the network': [
    'isn’t a character Inkling knows',
    'aren’t characters Inkling knows',
  ],
};

/** What a correction or a confirmation taught. */
export function lessonLearned({
  confirms,
  samples,
  leftOut,
}: Pick<LineCorrectionResponse, 'confirms' | 'samples' | 'leftOut'>): string {
  const learned = samples.map(({ label }) => label);
  const told = learned.length > 0 ? `Learned: ${listed(learned)}.` : '';
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))];
  const left = reasons.map((reason) => {
    const labels = new Set(
      leftOut.filter((one) => one.reason === reason).map(({ label }) => label),
    );
    const [one, several] = REASONS[reason];
    return `${listed([...labels])} ${labels.size === 1 ? one : several}`;
  });
  const but = left.length > 0 ? `Excluded: ${left.join('; ')}.` : '';
  const first = confirms ? 'Confirmed.' : 'Corrected.';
  return [first, told, but].filter((part) => part !== '').join(' ');
}

/** Names one character: what it was read as, how sure, and what stands in its place now. */
export function characterName(character: {
  readonly read: string;
  readonly shown: string;
  readonly probability: number;
  readonly certain: boolean;
  /** Without memory it would have been read otherwise. */
  readonly remembered?: boolean;
}): string {
  const { read, shown, probability, certain, remembered } = character;
  const sure = certain ? '' : ', not sure';
  const share = `${percent(probability)}${sure}${remembered ? ', remembered' : ''}`;
  if (shown === read) return `${spokenLabel(read)}, ${share}`;
  const now = shown === '' ? 'removed' : `changed to ${spokenLabel(shown)}`;
  return `${spokenLabel(read)}, ${now}`;
}
