import type { Trouble } from './trouble.js';
import type { Words } from './words.js';

/** Why there is no answer: the server's own sentence, where it is about what was asked. */
export function troubleWords({ code, detail, passes }: Trouble, words: Words): string {
  if (code === 'away') return words.away;
  if (code === 'newer_correction') return words.newer;
  if (passes) return words.busy;
  return detail === '' ? words.notThisPage(location.origin) : detail;
}
