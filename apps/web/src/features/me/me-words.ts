import type { OwnSample } from '@inkling/contract';
import { count } from '../insight/insight-words';

export const STATUS_NAMES: Readonly<Record<OwnSample['status'], string>> = {
  pending: 'yours alone',
  approved: 'used for everyone',
  rejected: 'rejected',
};

export const STATUS_HINTS: Readonly<Record<OwnSample['status'], string>> = {
  pending: 'Used for your answers only, until a reviewer approves it for everyone.',
  approved: 'A reviewer approved it for everyone’s answers.',
  rejected: 'A reviewer thinks the label is wrong, so it is not used.',
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
