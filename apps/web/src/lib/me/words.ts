import type { OwnSample } from '@inkling/contract';
import { count } from '../insight/words';

export const STATUS_NAMES: Readonly<Record<OwnSample['status'], string>> = {
  pending: 'yours alone',
  approved: 'helps everybody',
  rejected: 'rejected',
};

export const STATUS_HINTS: Readonly<Record<OwnSample['status'], string>> = {
  pending: 'It helps to read your handwriting. A reviewer may let it help others, too.',
  approved: 'A reviewer approved it: it helps to read everybody’s handwriting.',
  rejected: 'A reviewer thinks that the label is wrong: it is not used.',
};

/** How often a sample made the answer another one. */
export function decidedWords({ own, others }: OwnSample['decided']): string {
  if (own === 0 && others === 0) return 'decided no answer yet';
  const parts = [
    ...(own > 0 ? [`${count(own)} of yours`] : []),
    ...(others > 0 ? [`${count(others)} of others`] : []),
  ];
  return `decided ${parts.join(', ')}`;
}
