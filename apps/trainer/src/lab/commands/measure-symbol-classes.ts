import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  bestClass,
  expectedCalibrationError,
  normaliseRows,
  packCentres,
  type ModelCard,
} from '@inkling/recognizer';
import { glyphsOfSigns, loadSigns } from '../../data/foreign.js';
import { loadSet } from '../../data/load-set.js';
import { handOfWriter } from '../../data/unipen-split.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { GATE_LIMITS } from '../../judge/gate/limits.js';
import { centresOf } from '../../judge/evaluation/signs/class-centres.js';
import { rowsBy, shuffled } from '../../judge/evaluation/signs/symbol-trials.js';
import { byMemory } from '../../judge/symbols/by-memory.js';
import { MOST_LOWERED, SPARED } from '../../judge/symbols/give-classes.js';
import { grownReading } from '../../judge/symbols/grown-reading.js';
import { readLikeness } from '../../judge/symbols/read-likeness.js';
import { textTable } from '../../judge/evaluation/yardstick/table.js';
import {
  fitSymbolClasses,
  SYMBOL_CLASS_SETTINGS,
  type SymbolClassSettings,
} from '../../learn/symbols/fit-symbol-classes.js';
import { spareCharacters } from '../../learn/symbols/spare-characters.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { logProbabilitiesOf, pickRows, readGlyphs, type Reading } from '../../onnx/reading.js';
import { createRandom } from '../../random.js';
import { wholeOption } from '../number-options.js';
import { runCommand } from '../run-command.js';
import { isIn, partOf } from '../symbols/parts.js';
import { isClear } from '../symbols/clear-signs.js';

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
  'with a class',
  'asked',
  'memory alone, %',
  'class alone, %',
  'both, %',
  'ECE of class, points',
  'ECE of both, points',
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
  const part = partOf(values.part);
  const { onnx, card } = readModelFolder(values.model);
  const session = await openOrtSession(onnx);
  const ink = loadSigns(values.data).filter((sign) => isIn(part, sign) && isClear(sign));
  const { names, glyphs } = glyphsOfSigns(ink);
  const count = names.length;
  const signGlyphs = { glyphs, count, labels: new Uint8Array(count) };
  const signs = await readGlyphs(session, signGlyphs);
  const drawers = ink.map(({ writer }) => handOfWriter(writer));
  const likeness = await readLikeness('models', card.network, signGlyphs);
  if (!likeness) throw new Error('models/likeness has no network.');
  const known = await readGlyphs(session, loadSet('models', card.network, 'replay'));
  const validation = await readGlyphs(session, loadSet('models', card.network, 'validation'));
  const characters =
    part === 'unseen'
      ? await readGlyphs(session, loadSet('models', card.network, 'gate'))
      : validation;
  const all = { names, drawers, likeness, signs };
  const rows = values.set.map((set) => [
    set,
    ...measure(card, all, { known, validation, characters }, JSON.parse(set)),
  ]);
  console.log(textTable(HEADINGS, rows, 1));
  await session.release();
}

/** Drawings of signs as the network has read them. */
interface Signs {
  readonly names: readonly string[];
  readonly drawers: readonly string[];
  /** How much each looks like a character. */
  readonly likeness: readonly number[];
  readonly signs: Reading;
}

/** What the network said of drawings of its own classes. */
interface Own {
  readonly known: Reading;
  readonly validation: Reading;
  /** Those of which it is counted what symbols take. */
  readonly characters: Reading;
}

/** A row of the table, over all lots. */
function measure(
  card: ModelCard,
  signs: Signs,
  own: Own,
  set: Partial<SymbolClassSettings>,
): string[] {
  const samples = wholeOption('samples', values.samples);
  const lots = Array.from({ length: LOTS }, (_, lot) =>
    measureLot(card, signs, own, lessonsOf(signs, samples, lot), set),
  );
  const sum = (of: (lot: Lot) => number) => lots.reduce((total, lot) => total + of(lot), 0);
  const asked = sum(({ byClass }) => byClass.length);
  const right = (of: (lot: Lot) => readonly Answer[]) =>
    percent(sum((lot) => of(lot).filter((answer) => answer.right).length) / asked);
  return [
    String(samples),
    (sum(({ symbols }) => symbols) / LOTS).toFixed(1),
    (sum(({ withClass }) => withClass) / LOTS).toFixed(1),
    String(asked),
    right(({ byMemory }) => byMemory),
    right(({ byClass }) => byClass),
    right(({ byBoth }) => byBoth),
    percent(errorOfCalibration(lots.flatMap(({ byClass }) => byClass))),
    percent(errorOfCalibration(lots.flatMap(({ byBoth }) => byBoth))),
    percent(sum(({ lost }) => lost) / LOTS, 3),
  ];
}

interface Answer {
  readonly probability: number;
  readonly right: boolean;
}

interface Lot {
  readonly symbols: number;
  readonly withClass: number;
  /** To the drawings of other people: by memory without classes, by classes without memory, and by both. */
  readonly byMemory: readonly Answer[];
  readonly byClass: readonly Answer[];
  readonly byBoth: readonly Answer[];
  /** Share of the characters. */
  readonly lost: number;
}

type Lesson = ReturnType<typeof lessonsOf>[number];

/** @param left symbols that look too much like characters, and have no class */
function measureLot(
  card: ModelCard,
  signs: Signs,
  own: Own,
  lessons: readonly Lesson[],
  set: Partial<SymbolClassSettings>,
  left: readonly Lesson[] = [],
): Lot {
  if (lessons.length === 0) throw new Error('No symbol has so many drawings.');
  const first = card.labels.length;
  const every = [...lessons, ...left];
  const rowsOf = (some: readonly Lesson[], of: 'taught' | 'others') =>
    some.flatMap((lesson, at) => lesson[of].map((row) => ({ row, label: first + at })));
  const taught = pick(signs.signs, rowsOf(lessons, 'taught'));
  const fitted = fitSymbolClasses(
    {
      ...{ known: own.known, symbols: lessons.length, temperature: card.temperature },
      drawings: { ...taught, symbols: Array.from(taught.labels, (label) => label - first) },
    },
    { ...SYMBOL_CLASS_SETTINGS, ...set },
  );
  const allowed = SPARED * GATE_LIMITS.characters.lostToSymbols;
  const { columns, lowered } = spareCharacters(fitted, own.validation, allowed);
  const kept = lessons.filter((_, at) => lowered[at]! <= MOST_LOWERED);
  if (kept.length > 0 && kept.length < lessons.length) {
    const lookAlikes = lessons.filter((lesson) => !kept.includes(lesson));
    return measureLot(card, signs, own, kept, set, [...left, ...lookAlikes]);
  }
  const others = rowsOf(every, 'others');
  const asked = pick(signs.signs, others);
  const grown = grownReading(asked, columns);
  const likeness = others.map(({ row }) => signs.likeness[row]!);
  const names = every.map((lesson) => signs.names[lesson.taught[0]!]!);
  const labels = [...card.labels, ...names.slice(0, lessons.length)];
  const all = pick(signs.signs, rowsOf(every, 'taught'));
  const answers = (probabilities: readonly Float64Array[]): Answer[] =>
    probabilities.map((row, at) => {
      const best = bestClass(row);
      return { probability: row[best]!, right: best === asked.labels[at] };
    });
  const byClass = logProbabilitiesOf(grown, card.temperature, [...labels.keys()]);
  const beside = { ...card, labels, centres: withCentres(card, taught) };
  const withoutClass = names.slice(lessons.length);
  return {
    symbols: every.length,
    withClass: lessons.length,
    byMemory: answers(byMemory(card, names, all, asked, likeness)),
    byClass: answers(byClass.map((row) => row.map(Math.exp))),
    byBoth: answers(byMemory(beside, withoutClass, all, grown, likeness)),
    lost: shareRight(own.characters) - shareRight(grownReading(own.characters, columns)),
  };
}

/** Those of the card, and behind them those of symbols that have a class. */
function withCentres(
  { centres, labels, embeddingSize: size }: ModelCard,
  taught: Reading,
): ModelCard['centres'] {
  if (!centres) return undefined;
  const vectors = normaliseRows(taught.embeddings, size);
  const ofSymbols = [...new Set(taught.labels)].map((label) => {
    const rows = [...taught.labels.keys()].filter((row) => taught.labels[row] === label);
    const own = centresOf(pickRows(vectors, size, rows), size, centres.perClass, label);
    return packCentres(own, centres.perClass).values;
  });
  const classes = labels.length * centres.perClass * size;
  return { ...centres, values: centres.values.slice(0, 2 * classes) + ofSymbols.join('') };
}

function shareRight({ logits, classes, labels, count }: Reading): number {
  const isRight = (row: number) =>
    bestClass(logits.subarray(row * classes, (row + 1) * classes)) === labels[row];
  return Array.from({ length: count }, (_, row) => row).filter(isRight).length / count;
}

function percent(share: number, digits = 1): string {
  return (share * 100).toFixed(digits);
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
  rows: readonly { readonly row: number; readonly label: number }[],
): Reading {
  const at = rows.map(({ row }) => row);
  return {
    ...{ count: rows.length, classes },
    logits: pickRows(logits, classes, at),
    embeddings: pickRows(embeddings, embeddings.length / count, at),
    labels: Uint8Array.from(rows, ({ label }) => label),
  };
}

function errorOfCalibration(answers: readonly Answer[]): number {
  return expectedCalibrationError(
    answers.map(({ probability }) => probability),
    answers.map(({ right }) => right),
  );
}
