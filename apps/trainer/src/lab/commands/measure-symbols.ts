import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  expectedCalibrationError,
  SYMBOL_LIMITS,
  SYMBOL_PARAMETERS,
  type ModelCard,
} from '@inkling/recognizer';
import { loadOmniglot, loadSigns, pickSigns } from '../../data/foreign.js';
import { loadSet } from '../../data/load-set.js';
import { loadUnipen, type UnipenSample } from '../../data/unipen.js';
import { readModelFolder, writeCard } from '../../judge/evaluation/model-folder.js';
import { classCentres } from '../../judge/evaluation/signs/class-centres.js';
import {
  drawingAt,
  SymbolDesk,
  type ReadSigns,
  type SymbolAnswer,
} from '../../judge/evaluation/signs/symbol-desk.js';
import {
  ownSymbolTrials,
  rowsBy,
  sharedSymbolTrials,
  shuffled,
  type SymbolTrial,
} from '../../judge/evaluation/signs/symbol-trials.js';
import { textTable } from '../../judge/evaluation/yardstick/table.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { createRandom } from '../../random.js';
import { HELD_ALPHABETS } from '../base/held-alphabets.js';
import { runCommand } from '../run-command.js';
import { isIn, partOf, type MeasuredPart } from '../symbols/parts.js';
import { isClear } from '../symbols/clear-signs.js';
import { openSignReader, type SignReader } from '../symbols/sign-reader.js';

const USAGE = `Measures how symbols are answered, which memory alone knows, and what they cost real characters.

npm run bench:symbols -- [options]

  --model FOLDER     model.onnx and card.json (models/characters)
  --data FOLDER      the data sets (../shared/data)
  --part PART        unseen: for figures; validation: for choosing (unseen)
  --costs            only what real characters lose
  --set JSON         other settings than the card's, as '{"bias": 9}'
  --centres          computes the centres of classes from the replay set and writes them into the card`;

const SYMBOLS_BESIDE_CLASSES = 30;
const CHARACTERS_OF_A_HAND = 40;
const CHARACTERS_A_LOT = 1500;
const LOTS = 16;

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: join('models', 'characters') },
    data: { type: 'string', default: '../shared/data' },
    part: { type: 'string', default: 'unseen' },
    set: { type: 'string', default: '{}' },
    centres: { type: 'boolean', default: false },
    costs: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, main);

async function main(): Promise<void> {
  const part = partOf(values.part);
  if (values.centres) {
    const { onnx, card } = readModelFolder(values.model);
    const session = await openOrtSession(onnx);
    const replay = loadSet('models', card.network, 'replay');
    writeCard(values.model, {
      ...card,
      centres: await classCentres(session, replay, card.labels.length),
    });
    return;
  }
  const reader = await openSignReader(values.model);
  const { card } = reader;
  const symbols = { ...SYMBOL_PARAMETERS, ...card.memory.symbols, ...JSON.parse(values.set) };
  await measure(reader, { ...card, memory: { ...card.memory, symbols } }, part);
}

async function measure(reader: SignReader, card: ModelCard, part: MeasuredPart): Promise<void> {
  const ink = loadSigns(values.data).filter((sign) => isIn(part, sign));
  const all = await reader.readInk(ink);
  const clear = await reader.readInk(ink.filter(isClear));
  const drawn = loadOmniglot(values.data, part === 'unseen' ? 'unseen' : 'train');
  const isHeld = (name: string) => HELD_ALPHABETS.some((held) => name.startsWith(`${held}/`));
  const alphabets = await reader.read(part === 'unseen' ? drawn : pickSigns(drawn, isHeld));

  const lines: string[][] = [];
  for (const count of values.costs ? [] : [1, 3, 5]) {
    const plan = { count, most: 20, asked: 100 };
    const own = { ...plan, least: 3, lots: 3 };
    const rows: [string, ReadSigns, SymbolTrial[], boolean][] = [
      [
        'Omniglot, other people',
        alphabets,
        sharedSymbolTrials(alphabets, { ...plan, least: 20, lots: 2 }),
        false,
      ],
      [
        'UNIPEN signs, other people',
        clear,
        sharedSymbolTrials(clear, { ...plan, least: 3, lots: 8 }),
        false,
      ],
      ['UNIPEN signs, own', clear, ownSymbolTrials(clear, own), true],
      ['UNIPEN signs, own, all', all, ownSymbolTrials(all, own), true],
    ];
    for (const [name, signs, trials, isOwn] of rows) {
      if (trials.length === 0) continue;
      const alone = answersOf(card, signs, trials, isOwn, false);
      const beside = answersOf(card, signs, trials, isOwn, true);
      lines.push([
        name,
        String(count),
        String(alone.length),
        percent(share(alone, ({ right }) => right)),
        percent(share(beside, ({ right }) => right)),
        percent(calibrationError(alone)),
        percent(calibrationError(beside.filter(({ symbol }) => symbol >= 0))),
        sureFigures(alone),
        sureFigures(beside),
      ]);
    }
  }
  console.log(
    `${textTable(['what', 'samples', 'asked', 'alone', 'beside classes', 'ECE alone', 'ECE beside', 'sure alone', 'sure beside'], lines, 1)}\n`,
  );

  // Of the thousands that unseen writers drew, every fifth.
  const written = loadUnipen(values.data)
    .filter((sample) => isIn(part, sample))
    .filter((_, at) => part === 'validation' || at % 5 === 0);
  await measureLoss(reader, card, written, [alphabets, clear]);
}

interface Judged extends SymbolAnswer {
  readonly right: boolean;
}

function answersOf(
  card: ModelCard,
  signs: ReadSigns,
  trials: readonly SymbolTrial[],
  own: boolean,
  besideClasses: boolean,
): Judged[] {
  return trials.flatMap(({ lessons, asked }) => {
    const desk = new SymbolDesk(card, besideClasses);
    lessons.forEach((rows, symbol) =>
      rows.forEach((row) => desk.teach(symbol, signs.embeddings[row]!, own)),
    );
    return asked.map(({ row, symbol }) => {
      const answer = desk.answer(drawingAt(signs, row));
      return { ...answer, right: answer.symbol === symbol };
    });
  });
}

/** What real characters lose with symbols taught, and how untaught signs are answered. */
async function measureLoss(
  reader: SignReader,
  card: ModelCard,
  written: readonly UnipenSample[],
  sources: readonly ReadSigns[],
): Promise<void> {
  const characters = await reader.readCharacters(written);
  const lines: string[][] = [];
  for (const count of [1, 3]) {
    let [asked, rightBefore, rightAfter, surelyWrong, foreign, surelyForeign] = [0, 0, 0, 0, 0, 0];
    for (let lot = 0; lot < LOTS; lot++) {
      const random = createRandom(lot * 101 + count);
      const desk = new SymbolDesk(card, true);
      const without = new SymbolDesk(card, true);
      const taught = new Set<string>();
      for (let symbol = 0; symbol < SYMBOLS_BESIDE_CLASSES; symbol++) {
        const signs = sources[symbol % sources.length]!;
        const ofSigns = shuffled([...rowsBy(signs.names)], random);
        const [name, rows] = ofSigns.find(
          ([one, some]) => !taught.has(one) && some.length >= count,
        ) ?? [undefined, []];
        if (name === undefined) continue;
        taught.add(name);
        for (const row of shuffled(rows, random).slice(0, count)) {
          desk.teach(symbol, signs.embeddings[row]!, true);
        }
      }
      const ofHands = [...rowsBy(characters.drawers).values()].flatMap((rows) =>
        shuffled(rows, random).slice(0, CHARACTERS_OF_A_HAND),
      );
      for (const row of shuffled(ofHands, random).slice(0, CHARACTERS_A_LOT)) {
        const after = desk.answer(drawingAt(characters, row));
        const before = without.answer(drawingAt(characters, row));
        asked++;
        if (before.classIndex === characters.classes[row]) rightBefore++;
        if (after.classIndex === characters.classes[row]) rightAfter++;
        if (isSure(after)) surelyWrong++;
      }
      for (const signs of sources) {
        const rows = signs.names.flatMap((name, row) => (taught.has(name) ? [] : [row]));
        for (const row of shuffled(rows, random).slice(0, 300)) {
          foreign++;
          if (isSure(desk.answer(drawingAt(signs, row)))) surelyForeign++;
        }
      }
    }
    lines.push([
      String(count),
      String(asked),
      percent((rightBefore - rightAfter) / asked, 2),
      percent(surelyWrong / asked, 2),
      percent(surelyForeign / foreign, 2),
    ]);
  }
  console.log(`${SYMBOLS_BESIDE_CLASSES} symbols taught beside the classes:\n`);
  console.log(
    textTable(
      ['samples', 'characters', 'lost, points', 'surely a symbol', 'other signs surely a symbol'],
      lines,
      1,
    ),
  );
}

function isSure({ symbol, probability, known }: SymbolAnswer): boolean {
  const { sureFrom, knownFrom } = SYMBOL_LIMITS;
  return symbol >= 0 && probability >= sureFrom && known >= knownFrom;
}

function share<T>(all: readonly T[], fits: (one: T) => boolean): number {
  return all.filter(fits).length / Math.max(1, all.length);
}

function calibrationError(answers: readonly Judged[]): number {
  return expectedCalibrationError(
    answers.map(({ probability }) => probability),
    answers.map(({ right }) => right),
  );
}

/** How many of the answers are sure symbols, and how many of those that are sure are right. */
function sureFigures(answers: readonly Judged[]): string {
  const sure = answers.filter(isSure);
  return `${percent(sure.length / answers.length)} (${percent(share(sure, ({ right }) => right))} right)`;
}

function percent(value: number, digits = 1): string {
  return (value * 100).toFixed(digits);
}
