import { expect, it } from '@jest/globals';
import { sayOf, type Language } from './language.js';
import { withOwnWords } from './own-words.js';
import { LONGEST_SHARED_WORD, MOST_SHARED_WORDS } from '../shared-word.js';
import { LanguageOfPlace, sharedWords, withSharedWords } from './shared-words.js';

const by = (writerId: string | null, text: string) => ({ writerId, text });

it('are those that at least two people wrote, what most write first', () => {
  const said = [
    by('ann', 'dear Zoe'),
    by('ben', 'dear all'),
    by('ben', 'dear dear'),
    by('cleo', 'dear all'),
    by('ann', 'secret secret'),
  ];
  expect(sharedWords(said)).toEqual([
    { word: 'dear', people: 3 },
    { word: 'all', people: 2 },
  ]);
  expect(sharedWords(said, 3)).toEqual([{ word: 'dear', people: 3 }]);
  expect(sharedWords([])).toEqual([]);
});

it('are none that nobody is known to have written, none with digits and none without letters', () => {
  const long = 'x'.repeat(LONGEST_SHARED_WORD + 1);
  const text = `0151-234 b2 ... don't ${long}`;
  expect(sharedWords([by('ann', text), by('ben', text)])).toEqual([{ word: "don't", people: 2 }]);
  expect(sharedWords([by('ann', 'lone'), by(null, 'lone')])).toEqual([]);
});

it('are so many at most', () => {
  const letters = (n: number) => [...String(n)].map((d) => 'abcdefghij'[Number(d)]!).join('');
  const text = Array.from({ length: MOST_SHARED_WORDS + 50 }, (_, at) => letters(at)).join(' ');
  const words = sharedWords([
    by('ann', text),
    by('ben', text),
    by('ben', 'more'),
    by('ann', 'more'),
  ]);
  expect(words).toHaveLength(MOST_SHARED_WORDS);
});

/** In which every letter, and the end, is as probable as any other. */
const even: Language<null> = {
  start: null,
  next: () => null,
  logProbability: () => -Math.log(28),
  logEnd: () => -Math.log(28),
};
const say = (model: Language, text: string) => sayOf({ model, weight: 1, bonus: 0 }, text);

it('make a word more probable, for its writers still more, and others hardly less', () => {
  const here = withSharedWords(even, [{ word: 'pipette', people: 4 }]);
  expect(say(here, 'pipette')).toBeGreaterThan(say(even, 'pipette') + 10);
  expect(say(here, 'potato')).toBeGreaterThan(say(even, 'potato') - 0.2);
  const own = withOwnWords(here, new Map([['pipette', 1]]));
  expect(say(own, 'pipette')).toBeGreaterThan(say(here, 'pipette'));
  expect(withSharedWords(even, undefined)).toBe(even);
  expect(withSharedWords(even, [])).toBe(even);
});

it('are put into a language once', () => {
  const place = new LanguageOfPlace([{ word: 'pipette', people: 4 }]);
  const first = place.of(even)!;
  expect(say(first, 'pipette')).toBeGreaterThan(say(even, 'pipette'));
  expect(place.of(even)).toBe(first);
  const other = { ...even };
  expect(place.of(other)).not.toBe(first);
  expect(place.of(undefined)).toBeUndefined();
});
