import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SymbolParameters } from '@inkling/recognizer/card';
import { loadOmniglot, loadSigns, pickSigns, type SignInk } from '../../data/foreign.js';
import { loadUnipen } from '../../data/unipen.js';
import type { UnipenPart } from '../../data/unipen-split.js';
import { writeCard } from '../../judge/evaluation/model-folder.js';
import { ownSymbolTrials, sharedSymbolTrials } from '../../judge/evaluation/signs/symbol-trials.js';
import { textTable } from '../../judge/evaluation/yardstick/table.js';
import { VALIDATION_ALPHABETS } from '../../judge/likeness/likeness-sets.js';
import { HELD_ALPHABETS } from '../base/held-alphabets.js';
import { shareOption } from '../number-options.js';
import { runCommand } from '../run-command.js';
import { evidenceOfCharacters, lotsBy, shareLost } from '../symbols/character-limits.js';
import { isClear } from '../symbols/clear-signs.js';
import { markedLetters } from '../symbols/marked-letters.js';
import { openSignReader, type SignReader } from '../symbols/sign-reader.js';
import { figuresOf } from '../symbols/symbol-figures.js';
import { askCharacters, askSigns, type AskedCharacters } from '../symbols/symbol-questions.js';
import {
  tuneSymbols,
  type RatedRatios,
  type SignSet,
  type TuningData,
} from '../symbols/tune-symbols.js';

const USAGE = `Chooses how symbols count beside classes, on validation writers and alphabets held back.

npm run tune:symbols -- [options]

  --model FOLDER   model.onnx and card.json with centres (models/characters)
  --data FOLDER    the data sets (../shared/data)
  --lost SHARE     of real characters that may be lost with 30 symbols taught (0.001)
  --no-likeness    likeness has no say
  --write          writes what was chosen into the card`;

/** Samples of each symbol. */
const SAMPLES = [1, 3, 10];

const SYMBOLS_OF_LIMIT = 30;

/** How many lots of characters are asked for each number of symbols. */
const CHARACTER_LOTS: readonly (readonly [symbols: number, lots: number])[] = [
  [3, 12],
  [10, 12],
  [SYMBOLS_OF_LIMIT, 60],
];
const CHARACTERS_OF_A_HAND = 60;

/** Of what some network has learned from; it looks better known than other signs. */
const LEARNED = 0.5;

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: join('models', 'characters') },
    data: { type: 'string', default: '../shared/data' },
    lost: { type: 'string', default: '0.001' },
    'no-likeness': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, main);

async function main(): Promise<void> {
  const reader = await openSignReader(values.model);
  const { card } = reader;
  const data = await gather(reader);
  const { parameters, rated } = tuneSymbols(data, values['no-likeness'] ? [0] : undefined);
  console.log(
    'Right beside the classes, in percent, by the weights of class (rows) and likeness:\n',
  );
  console.log(`${ratedTable(rated)}\n`);
  console.log(`Chosen: ${JSON.stringify(parameters)}\n`);
  console.log(`${figuresTable(data, parameters)}\n`);
  console.log(`${lossesTable(data, parameters)}\n`);
  if (!values.write) return;
  writeCard(values.model, { ...card, memory: { ...card.memory, symbols: parameters } });
}

async function gather(reader: SignReader): Promise<TuningData> {
  const { card } = reader;
  const isIn =
    (...parts: UnipenPart[]) =>
    ({ part }: { readonly part: UnipenPart }) =>
      parts.includes(part);
  const signs = loadSigns(values.data).filter(isClear);
  const written = loadUnipen(values.data).filter(isIn('validation', 'gate'));
  const readSigns = (some: readonly SignInk[]) => reader.readInk(some);
  const unseen = await readSigns(signs.filter(isIn('validation', 'gate')));
  const learned = await readSigns(signs.filter(isIn('train')));
  const marked = await readSigns(markedLetters(written, 5));
  const drawn = loadOmniglot(values.data, 'train');
  const alphabets = (names: readonly string[]) =>
    reader.read(pickSigns(drawn, (name) => names.includes(name.split('/')[0]!)));
  const held = await alphabets(HELD_ALPHABETS);
  const heldByLikeness = await alphabets(VALIDATION_ALPHABETS);

  const set = (
    name: string,
    weight: number,
    some: typeof unseen,
    own: boolean,
    [least, lots]: readonly [number, number],
  ): SignSet[] =>
    SAMPLES.map((count) => {
      const plan = { count, most: 20, asked: 100, least, lots };
      const trials = own ? ownSymbolTrials(some, plan) : sharedSymbolTrials(some, plan);
      return { name: `${name}, ${count}`, weight, asked: askSigns(card, some, trials, own) };
    }).filter(({ asked }) => asked.length > 0);
  const characters = await reader.readCharacters(written);
  return {
    centres: card.centres,
    limit: { symbolsOfLimit: SYMBOLS_OF_LIMIT, mostLost: shareOption('lost', values.lost) },
    signs: [
      ...set('Omniglot, held back', LEARNED, held, false, [20, 4]),
      ...set('Omniglot, held back from the likeness network', 1, heldByLikeness, false, [20, 2]),
      ...set('UNIPEN signs, other people', 1, unseen, false, [3, 8]),
      ...set('UNIPEN signs, own', 1, unseen, true, [3, 3]),
      ...set('UNIPEN signs of training writers, other people', LEARNED, learned, false, [3, 8]),
      ...set('UNIPEN signs of training writers, own', LEARNED, learned, true, [3, 1]),
      ...set('letters with marks, own', 1, marked, true, [3, 3]),
    ],
    characters: CHARACTER_LOTS.flatMap(([symbols, lots]) =>
      Array.from({ length: lots }, (_, lot): AskedCharacters => {
        const samples = SAMPLES[lot % SAMPLES.length]!;
        const plan = { symbols, samples, ofHand: CHARACTERS_OF_A_HAND, seed: 100 * symbols + lot };
        return askCharacters(card, characters, [held, unseen], plan);
      }),
    ),
  };
}

function ratedTable(rated: readonly RatedRatios[]): string {
  const columns = [...new Set(rated.map(({ likenessWeight }) => likenessWeight))];
  const rows = [...new Set(rated.map(({ classWeight }) => classWeight))].map((classWeight) => [
    String(classWeight),
    ...columns.map((likenessWeight) =>
      percent(
        rated.find(
          (one) => one.classWeight === classWeight && one.likenessWeight === likenessWeight,
        )!.right,
      ),
    ),
  ]);
  return textTable(['class', ...columns.map(String)], rows, 1);
}

function figuresTable({ signs, centres }: TuningData, parameters: SymbolParameters): string {
  const rows = signs.map(({ name, asked }) => {
    const { alone, beside, errorAlone, errorBeside } = figuresOf(asked, parameters, centres);
    const figures = [alone, beside, errorAlone, errorBeside];
    return [name, String(asked.length), ...figures.map((value) => percent(value))];
  });
  const head = ['signs, samples', 'asked', 'alone', 'beside classes', 'ECE alone', 'ECE beside'];
  return textTable(head, rows, 1);
}

/** Also where the likeness network isn't asked. */
function lossesTable({ characters, centres }: TuningData, parameters: SymbolParameters): string {
  const lossesIn = (lots: readonly AskedCharacters[]) =>
    [
      ...lotsBy(
        lots.map((lot) => evidenceOfCharacters(lot, centres)),
        ({ symbols, samples }) => 10 * symbols + samples,
      ).values(),
    ].map((some) => ({
      ...some[0]!,
      lost: percent(shareLost(some, parameters), 2),
    }));
  const without = lossesIn(
    characters.map(({ questions, ...lot }) => ({
      ...lot,
      questions: questions.map((question) => ({ ...question, likeness: undefined })),
    })),
  );
  const rows = lossesIn(characters).map(({ symbols, samples, lost }, at) => [
    ...[String(symbols), String(samples), lost, without[at]!.lost],
  ]);
  return textTable(['symbols', 'samples', 'lost, points', 'without likeness'], rows, 0);
}

function percent(value: number, digits = 1): string {
  return (value * 100).toFixed(digits);
}
