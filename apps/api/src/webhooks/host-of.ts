/** What logs tell of a web address: a path may be a secret. */
export const hostOf = (url: string): string => new URL(url).host;
