import type { LineQuestion } from '../line/line-question.js';

/** A line is answered with nothing: nothing that was asked for fits what was written. */
export class NothingReadError extends Error {
  override readonly name = 'NothingReadError';

  constructor(
    /** `nothing_fits` what was asked for, or nothing looks like characters at all. */
    readonly code: 'nothing_fits' | 'nothing_drawn',
    message: string,
  ) {
    super(message);
  }
}

export function nothingRead({ pattern, words, allow }: LineQuestion): NothingReadError {
  const asked = [
    ...(pattern === undefined ? [] : ['the pattern']),
    ...(words ? ['the list of words'] : []),
    ...(allow ? ['the allowed characters'] : []),
  ];
  if (asked.length === 0) {
    const detail =
      'There is nothing that looks like characters. Write or photograph a number or words.';
    return new NothingReadError('nothing_drawn', detail);
  }
  const detail = `Nothing that fits ${asked.join(' and ')} can be written on so little room. Ask for less, or write more.`;
  return new NothingReadError('nothing_fits', detail);
}
