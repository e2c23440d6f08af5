import type { Box } from '../grid.js';

export const heightOf = ({ top, bottom }: Box): number => bottom - top;
export const widthOf = ({ left, right }: Box): number => right - left;
export const middleOf = ({ top, bottom }: Box): number => (top + bottom) / 2;
