import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Stroke } from '@inkling/ink';
import type { LinePart } from '../../data/unipen-lines.js';
import { writeInkLine } from '../../learn/lines/ink-line.js';
import { createRandom } from '../../random.js';
import type { Readers } from '../lines/line-adaptation.js';
import { openReaders } from '../lines/line-lessons.js';
import { lettersOfWord, wordsToLearnFrom } from './letters-of-words.js';

const at = (path: string) => new URL(`../../../../../${path}`, import.meta.url);
const inks = JSON.parse(readFileSync(at('fixtures/unipen.json'), 'utf8')) as {
  label: string;
  strokes: Stroke[];
}[];

/** Clear and wide apart, so that a test is about the cutting. */
const HAND = {
  ...{ spacing: 0.35, unevenness: 0, sizes: 0, wobble: 0 },
  ...{ rise: 0, bend: 0, lean: 0, gap: 1 },
};

const inkOf = (label: string) => inks.find((ink) => ink.label === label)!.strokes;

const written = (text: string): Stroke[] =>
  writeInkLine(
    [...text].map((label) => ({ label, strokes: label === ' ' ? [] : inkOf(label) })),
    HAND,
    createRandom(1),
  );

describe('lettersOfWord', () => {
  let readers: Readers;
  beforeAll(async () => {
    readers = await openReaders(fileURLToPath(at('models')));
  });
  const cut = (text: string, strokes: readonly Stroke[]) =>
    lettersOfWord({ text, group: 'abc', strokes }, readers);

  it('has the strokes of each character, and its class', async () => {
    const strokes = written('Ten');
    const letters = await cut('Ten', strokes);
    expect(letters.map(({ label }) => label)).toEqual(['T', 'e', 'n']);
    expect(letters.flatMap((letter) => letter.strokes)).toEqual(strokes);
    expect(new Set(letters.map(({ group }) => group))).toEqual(new Set(['abc']));
  });

  it('knows what a merged letter counts as, and passes over spaces', async () => {
    const letters = await cut('man 25', written('man 25'));
    expect(letters.map(({ label }) => label)).toEqual(['M', 'a', 'n', '2', '5']);
  });

  it('leaves out what is joined', async () => {
    expect(await cut('REAR', [written('REAR').flat()])).toEqual([]);
  });

  it('leaves out what does not look like its label', async () => {
    const letters = await cut('RXAR', written('REAR'));
    expect(letters.map(({ label }) => label)).toEqual(['R', 'A', 'R']);
  });
});

it('learns from words of nobody who is unseen, validates or guards the gate anywhere', () => {
  const word = (writer: string, part: LinePart = 'train', text = 'dog') => ({
    ...{ writer, part, text },
    ...{ group: writer.split('/')[0]!, style: undefined, strokes: [] },
  });
  const written = [
    word('sta/1.dat'),
    word('sta/2.dat', 'gate'),
    word('sta/3.dat', 'train', 'x'.repeat(41)),
    word('ibm/r0207.dat'),
    word('ibm/r0404.dat'),
    word('kai/scoh4.dat'),
    word('val/gresai30.dat'),
    word('app/app0237.dat'),
  ];
  const characters = [{ writer: 'apb/app0237.dat' }];
  expect(wordsToLearnFrom(written, characters)).toEqual([word('sta/1.dat')]);
});
