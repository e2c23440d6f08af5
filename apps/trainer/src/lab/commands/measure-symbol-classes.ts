import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  bestClass,
  expectedCalibrationError,
  maskedLogProbabilities,
  normaliseRows,
  type ModelCard,
} from '@inkling/recognizer';
import { glyphsOfSigns, loadSigns } from '../../data/foreign.js';
import { loadSet } from '../../data/load-set.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { GATE_LIMITS } from '../../judge/gate/limits.js';
import { SymbolDesk } from '../../judge/evaluation/signs/symbol-desk.js';
import { rowsBy, shuffled } from '../../judge/evaluation/signs/symbol-trials.js';
import { SPARED } from '../../judge/symbols/give-classes.js';
import { textTable } from '../../judge/evaluation/yardstick/table.js';
import {
  fitSymbolClasses,
  SYMBOL_CLASS_SETTINGS,
  type ReadDrawings,
  type SymbolClassSettings,
} from '../../learn/symbols/fit-symbol-classes.js';
import { spareCharacters } from '../../learn/symbols/spare-characters.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { pickRows, readGlyphs, type Reading } from '../../onnx/reading.js';
import { createRandom } from '../../random.js';
import { runCommand } from '../run-command.js';
import { isClear } from '../symbols/clear-signs.js';
import { openSignReader } from '../symbols/sign-reader.js';

const USAGE = `Measures symbols that a training gives a class of their own beside what memory alone makes of them: taught by
some people, asked of others, beside the network's own classes.

npm run bench:symbol-classes -- [options]

  --model FOLDER     model.onnx and card.json (models/characters)
  --data FOLDER      the data sets (../shared/data)
  --part PART        unseen: for figures; validation: for choosing (unseen)
  --samples N        drawings of each symbol (30)
  --set JSON         other settings, as '{"weight": 0.1}'; may be given several times, a row each`;

const HEADINGS = [
  'settings',
  'samples',
  'symbols a lot',
  'asked',
  'memory alone, %',
  'class, %',
  'ECE of class, points',
  'characters lose, points',
];

/** Symbols that are given a class at a time. */
const SYMBOLS = 8;
const LOTS = 6;
/** What is left to ask of each. */
const LEAST_ASKED = 8;

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: join('models', 'characters') },
    data: { type: 'string', default: '../shared/data' },
    part: { type: 'string', default: 'unseen' },
    samples: { type: 'string', default: '30' },
    set: { type: 'string', multiple: true, default: ['{}'] },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, main);

async function main(): Promise<void> {
  const { part } = values;
  if (part !== 'validation' && part !== 'unseen') {
    throw new Error('--part: expected unseen or validation');
  }
  const { onnx, card } = readModelFolder(values.model);
  const session = await openOrtSession(onnx);
  const isOf = (one: string) =>
    part === 'unseen' ? one.startsWith('unseen') : one === 'validation' || one === 'gate';
  const ink = loadSigns(values.data).filter((sign) => isOf(sign.part) && isClear(sign));
  const { names, glyphs } = glyphsOfSigns(ink);
  const count = names.length;
  const signs = await readGlyphs(session, { glyphs, count, labels: new Uint8Array(count) });
  const { drawers, likeness } = await (await openSignReader(values.model)).readInk(ink);
  const known = await readGlyphs(session, loadSet('models', card.network, 'replay'));
  const validation = await readGlyphs(session, loadSet('models', card.network, 'validation'));
  const asked =
    part === 'unseen'
      ? await readGlyphs(session, loadSet('models', card.network, 'gate'))
      : validation;
  const rows = values.set.map((set) => [
    set,
    ...measure(
      card,
      { names, drawers, likeness, signs },
      known,
      asked,
      validation,
      JSON.parse(set),
    ),
  ]);
  console.log(textTable(HEADINGS, rows, 1));
  await session.release();
}

interface Answer {
  readonly probability: number;
  readonly right: boolean;
}

interface Signs {
  readonly names: readonly string[];
  readonly drawers: readonly string[];
  /** How much each looks like a character. */
  readonly likeness: readonly number[];
  readonly signs: Reading;
}

function measure(
  card: ModelCard,
  signs: Signs,
  known: Reading,
  characters: Reading,
  validation: Reading,
  set: Partial<SymbolClassSettings>,
): string[] {
  const settings = { ...SYMBOL_CLASS_SETTINGS, ...set };
  const samples = Number(values.samples);
  const counts = { asked: 0, memory: 0, classes: 0, characters: 0, before: 0, after: 0 };
  const answers: Answer[] = [];
  let ofSymbols = 0;
  for (let lot = 0; lot < LOTS; lot++) {
    const lessons = lessonsOf(signs, samples, lot);
    if (lessons.length === 0) throw new Error('No symbol has so many drawings.');
    ofSymbols += lessons.length;
    const rows = lessons.flatMap(({ taught }) => taught);
    const symbols = lessons.flatMap(({ taught }, symbol) => taught.map(() => symbol));
    const fitted = fitSymbolClasses(
      {
        known,
        drawings: { ...pick(signs.signs, rows), symbols },
        symbols: lessons.length,
        temperature: card.temperature,
      },
      settings,
    );
    const columns = spareCharacters(
      fitted,
      validation,
      SPARED * GATE_LIMITS.characters.lostToSymbols,
    );
    const grown = (reading: ReadDrawings, row: number): Float64Array => {
      const size = reading.embeddings.length / reading.count;
      const classes = card.labels.length;
      const logits = new Float32Array(classes + lessons.length);
      logits.set(reading.logits.subarray(row * classes, (row + 1) * classes));
      for (let symbol = 0; symbol < lessons.length; symbol++) {
        let sum = columns.bias[symbol]!;
        for (let at = 0; at < size; at++) {
          sum +=
            reading.embeddings[row * size + at]! * columns.kernel[at * lessons.length + symbol]!;
        }
        logits[classes + symbol] = sum;
      }
      return maskedLogProbabilities(logits, card.temperature, [...logits.keys()]);
    };
    const desk = new SymbolDesk(card, true);
    const size = card.embeddingSize;
    const embeddings = normaliseRows(signs.signs.embeddings, size);
    const embedding = (row: number) => embeddings.slice(row * size, (row + 1) * size);
    rows.forEach((row, at) => desk.teach(symbols[at]!, embedding(row), false));
    const classes = card.labels.length;
    lessons.forEach(({ others }, symbol) => {
      for (const row of others) {
        counts.asked++;
        const logits = signs.signs.logits.slice(row * classes, (row + 1) * classes);
        const drawing = { logits, embedding: embedding(row), likeness: signs.likeness[row]! };
        if (desk.answer(drawing).symbol === symbol) counts.memory++;
        const said = grown(signs.signs, row);
        const best = bestClass(said);
        const right = best === classes + symbol;
        if (right) counts.classes++;
        answers.push({ probability: Math.exp(said[best]!), right });
      }
    });
    for (let row = 0; row < characters.count; row++) {
      counts.characters++;
      const label = characters.labels[row]!;
      const own = bestClass(characters.logits.subarray(row * classes, (row + 1) * classes));
      if (own === label) counts.before++;
      if (bestClass(grown(characters, row)) === label) counts.after++;
    }
  }
  const percent = (value: number, of: number, digits = 1) => ((value / of) * 100).toFixed(digits);
  return [
    String(samples),
    (ofSymbols / LOTS).toFixed(1),
    String(counts.asked),
    percent(counts.memory, counts.asked),
    percent(counts.classes, counts.asked),
    percent(errorOfCalibration(answers), 1),
    percent(counts.before - counts.after, counts.characters, 3),
  ];
}

/** Symbols with drawings that teach them, and drawings by other people. */
function lessonsOf({ names, drawers }: Signs, samples: number, lot: number) {
  const random = createRandom(lot * 1009 + samples);
  const found = shuffled([...rowsBy(names).values()], random).flatMap((rows) => {
    const ofPeople = shuffled([...rowsBy(rows.map((row) => drawers[row]!)).values()], random).map(
      (places) => places.map((place) => rows[place]!),
    );
    const taught: number[] = [];
    const others: number[] = [];
    for (const some of ofPeople) {
      if (taught.length < samples) taught.push(...some.slice(0, samples - taught.length));
      else others.push(...some);
    }
    return taught.length === samples && others.length >= LEAST_ASKED
      ? [{ taught, others: others.slice(0, 60) }]
      : [];
  });
  return found.slice(0, SYMBOLS);
}

function pick(
  { logits, embeddings, classes, count }: Reading,
  rows: readonly number[],
): ReadDrawings {
  return {
    count: rows.length,
    logits: pickRows(logits, classes, rows),
    embeddings: pickRows(embeddings, embeddings.length / count, rows),
  };
}

function errorOfCalibration(answers: readonly Answer[]): number {
  return expectedCalibrationError(
    answers.map(({ probability }) => probability),
    answers.map(({ right }) => right),
  );
}
