import { stripFromStrokes } from '@inkling/ink';
import type { LabelledLine, LineSetName } from '../../data/labelled-lines.js';
import { groupBy } from '../../data/group-by.js';
import { loadWrittenLines, type WrittenLine } from '../../data/unipen-lines.js';
import {
  labelsOf,
  pick,
  pickSource,
  writeLine,
  type LineSample,
  type LineWriter,
} from '../../learn/lines/line-sources.js';
import { drawNumber } from '../../learn/lines/number-texts.js';
import { createRandom, shuffle, type Random } from '../../random.js';
import { loadDigitWriters } from './line-writers.js';
import { loadLinesData, NUMBERS_SHARE } from './load-lines-data.js';

const SEED = 211;

/** Wider lines make a batch or a gate slow, and are few. */
const WIDEST = 480;

const REPLAY = 3000;
/** Lines of each kind in the sets that decide and calibrate. */
const SIZES = {
  gate: { numbers: 400, words: 240, lines: 60 },
  validation: { numbers: 150, words: 120, lines: 30 },
};

/**
 * What is shipped beside the network: lines as it learned from, to be mixed in; lines of gate groups and of half of
 * MNIST's writers who were held out, which decide; and those of validation groups and of the other half.
 */
export function carveLines(dataDir: string): Record<LineSetName, LabelledLine[]> {
  const written = loadWrittenLines(dataDir);
  const held = loadDigitWriters(dataDir);
  const half = (which: number) => held.pictured.held.filter((_, at) => at % 2 === which);
  return {
    replay: replayed(dataDir).map(inFewTones),
    gate: measured(written, 'gate', { mnist: half(0), unipen: [] }).map(inFewTones),
    validation: measured(written, 'validation', {
      mnist: half(1),
      unipen: held.inked.held,
    }).map(inFewTones),
  };
}

/** Sixteen tones look the same to the network and take two thirds of the room. */
const inFewTones = (line: LabelledLine): LabelledLine => ({
  ...line,
  strip: {
    width: line.strip.width,
    values: line.strip.values.map((value) => Math.round(value * 15) / 15),
  },
});

function replayed(dataDir: string): LabelledLine[] {
  const { sources } = loadLinesData(dataDir, NUMBERS_SHARE);
  const random = createRandom(SEED);
  const lines: LabelledLine[] = [];
  while (lines.length < REPLAY) {
    const { text, strip } = pickSource(sources, random).draw(random);
    const task = /[a-z]/i.test(text) ? 'text' : 'digits';
    if (strip.width <= WIDEST) lines.push({ text, task, group: 'replay', strip });
  }
  return lines;
}

interface NumberWriters {
  readonly mnist: readonly LineWriter[];
  readonly unipen: readonly LineWriter[];
}

function measured(
  written: readonly WrittenLine[],
  part: 'gate' | 'validation',
  writers: NumberWriters,
): LabelledLine[] {
  const random = createRandom(SEED);
  const sizes = SIZES[part];
  const ofPart = written.filter((line) => line.part === part);
  const isNumber = ({ text }: WrittenLine) => /^[\d ]+$/.test(text);
  const isLine = ({ text }: WrittenLine) => text.includes(' ');
  return [
    ...numbersOf(writers.mnist, sizes.numbers, 'numbers of MNIST writers', random),
    ...numbersOf(writers.unipen, sizes.numbers, 'numbers of UNIPEN writers', random),
    ...ofGroups(ofPart.filter(isNumber), sizes.numbers, 'digits', random),
    ...ofGroups(
      ofPart.filter((line) => !isNumber(line) && !isLine(line)),
      sizes.words,
      'text',
      random,
    ),
    ...ofGroups(
      ofPart.filter((line) => !isNumber(line) && isLine(line)),
      sizes.lines,
      'text',
      random,
    ),
  ];
}

/** Numbers of 2 to 10 digits, each of one writer. */
function numbersOf(
  writers: readonly LineWriter[],
  count: number,
  group: string,
  random: Random,
): LabelledLine[] {
  if (writers.length === 0) return [];
  return Array.from({ length: count }, () => {
    const writer = pick(writers, random);
    const lengths = { shortest: 2, longest: 10 };
    const text = drawNumber(labelsOf(writer), lengths, random).replace(/\D/g, '');
    const line: LineSample = writeLine(writer, new Map(), text, random);
    return { ...line, task: 'digits', group };
  });
}

/** Of each group so many at most. */
function ofGroups(
  written: readonly WrittenLine[],
  most: number,
  task: LabelledLine['task'],
  random: Random,
): LabelledLine[] {
  return [...groupBy(written, ({ group }) => group)].flatMap(([group, all]) => {
    const order = Int32Array.from(all, (_, at) => at);
    shuffle(order, random);
    return Array.from(order, (at) => all[at]!)
      .map(({ text, strokes }) => ({ text, task, group, strip: stripFromStrokes(strokes) }))
      .filter(({ strip }) => strip.width <= WIDEST)
      .slice(0, most);
  });
}
