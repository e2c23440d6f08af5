/** 20,114 */
export const count = (value: number): string => value.toLocaleString('en-US');

/** `1 error`, `2 errors` */
export const counted = (value: number, thing: string): string =>
  `${count(value)} ${thing}${value === 1 ? '' : 's'}`;

/** A share as percentage points with two decimals, without a sign before zero. */
export const points = (share: number): string =>
  (share * 100).toFixed(2).replace(/^-(0\.00)$/, '$1');

/** What a bound of a loss means, beside the limit that it must stay under; shares. */
export const boundWords = (bound: number, limit: number): string =>
  bound < 0
    ? `gain at least ${points(-bound)} points (95% bound), loss limit ${points(limit)}`
    : `loss at most ${points(bound)} points (95% bound), limit ${points(limit)}`;

/** Four decimals, or as many as it takes to tell that it is not zero. */
export const decimals = (value: number): string =>
  value === 0 || Math.abs(value) >= 1e-4 ? value.toFixed(4) : value.toExponential(1);
