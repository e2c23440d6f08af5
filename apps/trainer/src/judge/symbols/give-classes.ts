import type { GateRuleResult } from '@inkling/contract';
import { bestClass, type NetworkSession } from '@inkling/recognizer';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import { fitSymbolClasses } from '../../learn/symbols/fit-symbol-classes.js';
import { spareCharacters } from '../../learn/symbols/spare-characters.js';
import { pickRows, readGlyphs, type Reading } from '../../onnx/reading.js';
import { withSymbolClasses, type ClassColumns } from '../../onnx/symbol-classes.js';
import { answersTo } from '../gate/answers.js';
import { evenlySpread } from '../../data/evenly.js';
import type { GateModel } from '../gate/gate-input.js';
import { GATE_LIMITS } from '../gate/limits.js';
import type { Log } from '../gate/measure.js';
import { withSession } from '../gate/read-model.js';
import { grownReading } from './grown-reading.js';
import { byMemory } from './by-memory.js';
import { symbolsRule, type SymbolScore } from './symbols-rule.js';

export interface SymbolTask {
  /** Labels that are to get a class, none of which is one of the network's own. */
  readonly symbols: readonly string[];
  /** Drawings to learn from and to measure; their labels count on behind the network's own. */
  readonly train: LabelledGlyphs;
  readonly holdout: LabelledGlyphs;
  /** The network with its own classes alone, calibrated, with centres. */
  readonly network: GateModel;
  readonly champion: GateModel;
  readonly gateSet: LabelledGlyphs;
  /** As the network has read them: drawings of its own classes, to learn what must stay; the gate set; the validation set. */
  readonly replay: Reading;
  readonly gate: Reading;
  readonly validation: Reading;
  /** How much each drawing of `holdout` looks like a character, which memory goes by too; see `readLikeness`. */
  readonly likeness?: readonly number[] | undefined;
}

/** A network in which symbols have classes, and whether it may serve. */
export interface Grown {
  readonly onnx: Uint8Array;
  readonly labels: readonly string[];
  /** The drawings that it learnt from as the network without them has read them, their labels by `labels`. */
  readonly train: Reading;
  readonly columns: ClassColumns;
  readonly rule: GateRuleResult;
}

/** Of what the gate allows, this share may be lost of the validation set: the gate set is another. */
export const SPARED = 0.7;

/** Glyphs that the file is compared with what was measured on. */
const COMPARED = 500;

/**
 * A symbol that had to be lowered by more, in logits, looks so much like a character that a class would hardly ever
 * answer it; memory reads it as well.
 */
export const MOST_LOWERED = 2;

/**
 * Fits a class for each symbol beside a network's own, and judges them; see `symbolsRule`. Those that look too much like
 * characters are left to memory, so that others needn't wait for them; but none that the champion has a class for. So
 * are those all of whose drawings are held out, as plain strokes of one writer are that count as one drawing repeated.
 *
 * @returns `undefined` where no symbol has a drawing to learn from
 */
export async function giveClasses(task: SymbolTask, log: Log): Promise<Grown | undefined> {
  const { symbols, train, network } = task;
  const own = network.card.labels.length;
  const taught = symbols.filter((_, at) => train.labels.includes(own + at));
  if (taught.length < symbols.length) {
    const left = symbols.filter((symbol) => !taught.includes(symbol));
    log(`Symbols: all drawings of ${left.join(' ')} are held out: left to memory.`);
  }
  if (taught.length === 0) return undefined;
  return giveSome(ofSymbols(task, taught), log);
}

async function giveSome(task: SymbolTask, log: Log): Promise<Grown> {
  const { symbols, network, champion } = task;
  log(`Symbols: ${task.train.count} drawings of ${symbols.join(' ')} to learn from`);
  const own = network.card.labels.length;
  const [train, holdout] = await withSession('challenger', network, async (session) => [
    await readGlyphs(session, task.train),
    await readSome(session, task.holdout, own),
  ]);
  const limits = GATE_LIMITS[network.card.network];
  const fitted = fitSymbolClasses({
    known: task.replay,
    drawings: { ...train!, symbols: Array.from(train!.labels, (label) => label - own) },
    symbols: symbols.length,
    temperature: network.card.temperature,
  });
  const allowed = SPARED * limits.lostToSymbols;
  const { columns, lowered } = spareCharacters(fitted, task.validation, allowed);
  const kept = symbols.filter(
    (symbol, at) => lowered[at]! <= MOST_LOWERED || champion.card.labels.includes(symbol),
  );
  if (kept.length > 0 && kept.length < symbols.length) {
    const left = symbols.filter((symbol) => !kept.includes(symbol));
    log(`Symbols: ${left.join(' ')} look too much like characters and are left to memory.`);
    return giveSome(ofSymbols(task, kept), log);
  }
  const onnx = withSymbolClasses(network.onnx, columns);
  const labels = [...network.card.labels, ...symbols];
  const rule = symbolsRule(
    {
      symbols,
      gate: gateOf(task, columns, labels),
      holdout: {
        ...scoresOf(task, train!, holdout!, columns),
        champion: await besideChampion(task, holdout!, columns),
      },
      difference: await differenceOf(task, onnx, columns),
    },
    limits,
  );
  log(`Gate: ${rule.passed ? 'passed' : 'FAILED'}: ${rule.sentence}`);
  return { onnx, labels, train: train!, columns, rule };
}

/** The same task with some of its symbols, in their order. */
export function ofSymbols(task: SymbolTask, kept: readonly string[]): SymbolTask {
  const own = task.network.card.labels.length;
  const labelOf = (label: number) => own + kept.indexOf(task.symbols[label - own]!);
  const rowsOf = ({ labels }: LabelledGlyphs) =>
    Array.from(labels.keys()).filter((row) => labelOf(labels[row]!) >= own);
  const some = (set: LabelledGlyphs): LabelledGlyphs => {
    const picked = pickGlyphs(set, rowsOf(set));
    return { ...picked, labels: picked.labels.map(labelOf) };
  };
  const { likeness } = task;
  return {
    ...task,
    symbols: kept,
    train: some(task.train),
    holdout: some(task.holdout),
    likeness: likeness && rowsOf(task.holdout).map((row) => likeness[row]!),
  };
}

function gateOf({ network, gate }: SymbolTask, columns: ClassColumns, labels: readonly string[]) {
  const { temperature } = network.card;
  const indices = labels.map((_, at) => at);
  return {
    labels: gate.labels,
    names: labels,
    without: answersTo(gate, temperature, indices.slice(0, gate.classes)),
    grown: answersTo(grownReading(gate, columns), temperature, indices),
  };
}

/** As people are answered: with everybody's samples in memory, beside a class and without one. */
function scoresOf(
  { network: { card }, symbols, likeness }: SymbolTask,
  train: Reading,
  holdout: Reading,
  columns: ClassColumns,
): { readonly byClass: SymbolScore; readonly byMemory: SymbolScore } {
  const grown = { ...card, labels: [...card.labels, ...symbols] };
  const withClass = byMemory(grown, [], train, grownReading(holdout, columns));
  const alone = byMemory(card, symbols, train, holdout, likeness);
  return {
    byClass: scoreOf(withClass, holdout.labels),
    byMemory: scoreOf(alone, holdout.labels),
  };
}

function scoreOf(probabilities: readonly Float64Array[], labels: ArrayLike<number>): SymbolScore {
  let [errors, loss] = [0, 0];
  probabilities.forEach((row, at) => {
    if (bestClass(row) !== labels[at]) errors++;
    loss -= Math.log(Math.max(Number.MIN_VALUE, row[labels[at]!]!));
  });
  const samples = probabilities.length;
  return { samples, errors, logLoss: samples === 0 ? 0 : loss / samples };
}

/** Drawings kept back whose symbol has a class in the champion: 1 where it reads them right, and the grown network. */
async function besideChampion(
  { champion, network, holdout, symbols }: SymbolTask,
  reading: Reading,
  columns: ClassColumns,
): Promise<{ before: number; after: number }[]> {
  const own = network.card.labels.length;
  const { labels: ofChampion } = champion.card;
  const nameOf = (row: number) => symbols[holdout.labels[row]! - own]!;
  const rows = Array.from({ length: holdout.count }, (_, row) => row).filter((row) =>
    ofChampion.includes(nameOf(row)),
  );
  if (rows.length === 0) return [];
  const before = await withSession('champion', champion, (session) => readGlyphs(session, holdout));
  const after = grownReading(reading, columns);
  const best = ({ logits, classes }: Reading, row: number) =>
    bestClass(logits.subarray(row * classes, (row + 1) * classes));
  return rows.map((row) => ({
    before: Number(ofChampion[best(before, row)] === nameOf(row)),
    after: Number(best(after, row) === holdout.labels[row]),
  }));
}

/** Between what ONNX Runtime says of the file and what was measured: infinite where its own classes have changed at all. */
async function differenceOf(
  { gate, gateSet }: SymbolTask,
  onnx: Uint8Array,
  columns: ClassColumns,
): Promise<number> {
  const rows = evenlySpread(gateSet.count, COMPARED);
  const pixels = gateSet.glyphs.length / gateSet.count;
  const glyphs = pickRows(gateSet.glyphs, pixels, rows);
  const { logits } = await withSession('challenger', { onnx }, (session) =>
    session.run(glyphs, rows.length),
  );
  const expected = grownReading(gate, columns);
  const wanted = pickRows(expected.logits, expected.classes, rows);
  if (logits.length !== wanted.length) return Infinity;
  return logits.reduce((most, logit, at) => Math.max(most, Math.abs(logit - wanted[at]!)), 0);
}

/** As `readGlyphs`, which can't tell how many classes there are where there is nothing to read. */
const readSome = async (
  session: NetworkSession,
  set: LabelledGlyphs,
  classes: number,
): Promise<Reading> => ({ ...(await readGlyphs(session, set)), classes });
