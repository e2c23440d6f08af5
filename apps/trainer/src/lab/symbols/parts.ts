import type { UnipenPart } from '../../data/unipen-split.js';

/** Whose drawings a command measures on: for figures, or for choosing. */
export type MeasuredPart = 'unseen' | 'validation';

/** @throws Error for another value of the option `--part` */
export function partOf(option: string): MeasuredPart {
  if (option === 'validation' || option === 'unseen') return option;
  throw new Error('--part: expected unseen or validation');
}

/** Writers of the gate set choose with those of validation: no network has learnt from either. */
export const isIn = (measured: MeasuredPart, { part }: { readonly part: UnipenPart }): boolean =>
  measured === 'unseen' ? part.startsWith('unseen') : part === 'validation' || part === 'gate';
