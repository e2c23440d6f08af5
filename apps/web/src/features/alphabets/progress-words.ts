import type { Alphabet, LabelProgress } from '@inkling/contract';
import { counted } from '../../shared/words';

/** From so many samples of a symbol on it is known well. */
const ENOUGH_SAMPLES = 3;

export type Standing = 'none' | 'few' | 'weak' | 'good';

/** How well a label is known. What networks have a class for is known without samples. */
export function standingOf({ symbol, own, shared, asked, right }: LabelProgress): Standing {
  const samples = own + shared;
  if (samples === 0) return symbol ? 'none' : 'good';
  if (symbol && samples < ENOUGH_SAMPLES) return 'few';
  return asked === 0 || right / asked >= 0.8 ? 'good' : 'weak';
}

export const STANDING_NAMES: Readonly<Record<Standing, string>> = {
  none: 'Not taught yet',
  few: 'Hardly known',
  weak: 'Often confused',
  good: 'Known well',
};

/** Whether leaving drawings out tells anything: without the only one of a symbol there is nothing to know it by. */
export const isMeasured = ({ symbol, own, shared, asked }: LabelProgress): boolean =>
  asked > 0 && !(symbol && own + shared < 2);

/** "Right in 4 of 5 when left out." */
export function progressWords(progress: LabelProgress): string {
  const { symbol, own, shared, asked, right } = progress;
  const standing = standingOf(progress);
  if (standing === 'none') return 'Draw it three times, so that it is known well.';
  if (!symbol && own + shared === 0) return 'The network knows it. Samples of yours help.';
  const left = ENOUGH_SAMPLES - own - shared;
  const more =
    standing === 'few'
      ? ` ${left === 1 ? 'One more drawing makes' : 'Two more drawings make'} it reliable.`
      : '';
  if (!isMeasured(progress)) return more.trim();
  return `Right in ${right} of ${asked} when left out.${more}`;
}

/** "Read as ν once, as u twice." */
export function confusionWords(progress: LabelProgress): string {
  if (!isMeasured(progress) || progress.confusedWith.length === 0) return '';
  const parts = progress.confusedWith.map(({ label, times }) => `as ${label} ${timesWords(times)}`);
  return `Read ${parts.join(', ')}.`;
}

const timesWords = (times: number): string =>
  times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;

/** "3 drawings of yours, 2 of others". */
export function samplesWords({ own, shared }: Pick<LabelProgress, 'own' | 'shared'>): string {
  if (own === 0 && shared === 0) return 'No drawings yet';
  if (shared === 0) return `${counted(own, 'drawing')} of yours`;
  return own === 0
    ? `${counted(shared, 'approved drawing')} of others`
    : `${counted(own, 'drawing')} of yours, ${counted(shared, 'approved one')} of others`;
}

/** "3 of 5 labels have drawings". */
export function taughtWords({ labels, samples }: Pick<Alphabet, 'labels' | 'samples'>): string {
  const taught = labels.filter((label) => (samples[label] ?? 0) > 0).length;
  return `${taught} of ${counted(labels.length, 'label has', 'labels have')} drawings`;
}
