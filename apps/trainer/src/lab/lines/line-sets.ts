import {
  renderStrokes,
  stripsFromPicture,
  stripFromStrokes,
  InkError,
  type GreyPicture,
  type Stroke,
  type Strip,
} from '@inkling/ink';
import { evenly } from '../../data/evenly.js';
import { loadWrittenLines, type LinePart, type WrittenLine } from '../../data/unipen-lines.js';
import { pick, writeLine, labelsOf, type LineWriter } from '../../learn/lines/line-sources.js';
import { drawNumber } from '../../learn/lines/number-texts.js';
import type { LineSet } from '../../judge/lines/line-set.js';
import { createRandom, nearNormal, type Random } from '../../random.js';
import { onCheque } from './on-cheque.js';
import { loadDigitWriters, loadMnistTestWriters } from './line-writers.js';

/** Lines of a set, at most, evenly taken; `drawn` are the numbers that are put together, of which there is no end. */
export type MostLines = Readonly<Record<LineSet['input'] | 'drawn', number>>;

const SEED = 131;

/** What nobody trains on: MNIST's test writers, and UNIPEN's unseen groups; or what experiments are compared by. */
export function loadLineSets(
  dataDir: string,
  part: 'unseen' | 'validation',
  most: MostLines,
): LineSet[] {
  const written = loadWrittenLines(dataDir).filter(
    (line) => line.part === (part satisfies LinePart),
  );
  const isNumber = ({ text }: WrittenLine) => /^\d{2,}$/.test(text.replaceAll(' ', ''));
  const isWord = ({ text }: WrittenLine) => !text.includes(' ') && !/\d/.test(text);
  const numbers = written.filter(isNumber);
  const words = written.filter(isWord);
  const printed = words.filter(({ style }) => style === 'printed' || style === 'mixed');
  const sentences = written.filter(({ text }) => text.includes(' ') && !/^[\d ]+$/.test(text));
  return [
    ...drawnSets(dataDir, part, most),
    inkSet('numbers of UNIPEN', 'digits', evenly(numbers, most.ink)),
    pictureSet('numbers of UNIPEN', 'digits', evenly(numbers, most.picture)),
    inkSet('words, printed and mixed', 'text', evenly(printed, most.ink)),
    inkSet('words', 'text', evenly(words, most.ink)),
    pictureSet('words', 'text', evenly(words, most.picture)),
    inkSet('lines of several words', 'text', evenly(sentences, most.ink)),
    pictureSet('lines of several words', 'text', evenly(sentences, most.picture)),
  ].filter(({ lines }) => lines.length > 0);
}

/** Words of each group apart. */
export function loadGroupSets(
  dataDir: string,
  part: 'unseen' | 'validation',
  most: MostLines,
): LineSet[] {
  const written = loadWrittenLines(dataDir).filter((line) => line.part === part);
  const groups = [...new Set(written.map(({ group }) => group))].sort();
  return groups.map((group) =>
    inkSet(
      group,
      'text',
      evenly(
        written.filter((line) => line.group === group),
        most.ink,
      ),
    ),
  );
}

function drawnSets(dataDir: string, part: 'unseen' | 'validation', most: MostLines): LineSet[] {
  const writers = loadDigitWriters(dataDir);
  const random = createRandom(SEED);
  const drawn =
    part === 'unseen'
      ? drawnNumbers(loadMnistTestWriters(dataDir), most.drawn, random)
      : drawnNumbers(writers.pictured.held, most.drawn, random);
  const dataset =
    part === 'unseen' ? 'numbers of MNIST test writers' : 'numbers of held out MNIST writers';
  return [
    { dataset, task: 'digits', input: 'ink', lines: drawn },
    // The network for digits knows the single digits of held-out MNIST writers, of these it does not.
    ...(part === 'unseen'
      ? []
      : [
          {
            ...({
              dataset: 'numbers of UNIPEN, put together',
              task: 'digits',
              input: 'ink',
            } as const),
            lines: drawnNumbers(writers.inked.held, most.drawn, createRandom(SEED + 1)),
          },
        ]),
    {
      dataset,
      task: 'digits',
      input: 'picture',
      lines: drawn.slice(0, most.picture).map(({ text, strip }) => ({
        text,
        strip: throughPicture(onPaper(enlarged(strip), random)),
      })),
    },
    {
      dataset: `${dataset}, cut out of cheques`,
      task: 'digits',
      input: 'picture',
      lines: drawn.slice(0, most.picture).map(({ text, strip }) => ({
        text,
        strip: throughPicture(onCheque(strip, random)),
      })),
    },
  ];
}

const drawnNumbers = (writers: readonly LineWriter[], count: number, random: Random) =>
  Array.from({ length: count }, () => drawNumberOf(pick(writers, random), random));

/** 2 to 10 digits; one hand in five lets them touch, see `drawHand`. */
function drawNumberOf(writer: LineWriter, random: Random) {
  const lengths = { shortest: 2, longest: 10 };
  const text = drawNumber(labelsOf(writer), lengths, random).replace(/\D/g, '').slice(0, 10);
  return writeLine(writer, new Map(), text.length > 1 ? text : `${text}${text}`, random);
}

const inkSet = (
  dataset: string,
  task: LineSet['task'],
  written: readonly WrittenLine[],
): LineSet => ({
  dataset,
  task,
  input: 'ink',
  lines: written.map(({ text, strokes }) => ({
    text,
    strip: stripFromStrokes(strokes),
  })),
});

/** The same ink as a dark line on paper, with some grain, and read as any picture is. */
function pictureSet(
  dataset: string,
  task: LineSet['task'],
  written: readonly WrittenLine[],
): LineSet {
  const random = createRandom(SEED);
  return {
    dataset,
    task,
    input: 'picture',
    lines: written.map(({ text, strokes }) => ({
      text,
      strip: throughPicture(onPaper(drawnOnPaper(strokes, random), random)),
    })),
  };
}

interface Drawn {
  /** 1 is ink. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

const PAPER_MARGIN = 24;
const ROW_HEIGHT = 72;

function drawnOnPaper(strokes: readonly Stroke[], random: Random): Drawn {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = ROW_HEIGHT / Math.max(high, wide / 24, 1);
  const width = Math.ceil(wide * scale) + 2 * PAPER_MARGIN;
  const height = Math.ceil(high * scale) + 2 * PAPER_MARGIN;
  const placement = {
    scale,
    offsetX: PAPER_MARGIN - left * scale,
    offsetY: PAPER_MARGIN - top * scale,
  };
  const penWidth = random.between(2.5, 6);
  return { values: renderStrokes(strokes, placement, height, penWidth, width), width, height };
}

/** A strip twice as large with paper around it. */
function enlarged({ values, width: wide }: Strip): Drawn {
  const high = values.length / wide;
  const [width, height] = [2 * wide + 2 * PAPER_MARGIN, 2 * high + 2 * PAPER_MARGIN];
  const larger = new Float32Array(width * height);
  for (let row = 0; row < 2 * high; row++) {
    for (let column = 0; column < 2 * wide; column++) {
      const value = values[Math.floor(row / 2) * wide + Math.floor(column / 2)]!;
      larger[(row + PAPER_MARGIN) * width + column + PAPER_MARGIN] = value;
    }
  }
  return { values: larger, width, height };
}

/** Unevenly lit paper with grain. */
function onPaper({ values, width, height }: Drawn, random: Random): GreyPicture {
  const paper = random.between(190, 250);
  const pen = random.between(20, 90);
  const [slopeX, slopeY] = [random.between(-30, 30) / width, random.between(-30, 30) / height];
  const grain = random.between(0, 6);
  const pixels = new Uint8ClampedArray(values.length);
  for (let at = 0; at < values.length; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const light = paper + slopeX * (x - width / 2) + slopeY * (y - height / 2);
    pixels[at] = light - values[at]! * (light - pen) + grain * nearNormal(random);
  }
  return { width, height, pixels };
}

/** @returns `undefined` where no row is found, or more than one */
function throughPicture(picture: GreyPicture): Strip | undefined {
  try {
    const { rows } = stripsFromPicture(picture);
    return rows.length === 1 ? rows[0] : undefined;
  } catch (error) {
    if (error instanceof InkError) return undefined;
    throw error;
  }
}
