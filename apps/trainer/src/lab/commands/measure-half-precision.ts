import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { halfPrecision, LINES_NETWORK, NETWORKS, type Network } from '@inkling/recognizer';
import { loadLineSet } from '../../data/labelled-lines.js';
import { loadSet } from '../../data/load-set.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { textTable } from '../../judge/evaluation/yardstick/table.js';
import { answersToLines, speakLines, type LineAnswer } from '../../judge/lines/line-answers.js';
import { openHelpers, settingsOf, type LineHelpers } from '../../judge/lines/line-helpers.js';
import { linesFolderOf, readLinesFolder } from '../../judge/lines/lines-folder.js';
import { openOrtSequence, openOrtSession } from '../../onnx/ort-session.js';
import { readGlyphs } from '../../onnx/reading.js';
import { int8Weights } from '../int8-weights.js';
import { runCommand } from '../run-command.js';

const USAGE = `Measures what files with weights of 16 or 8 bits lose, on the sets that decide at the gate.

npm run bench:quantised -- [options]

  --models FOLDER    with a folder for each network (models)`;

/** Makes a smaller file of one. */
const SMALLER = { float16: halfPrecision, int8: int8Weights };
type Precision = keyof typeof SMALLER;
const PRECISIONS = Object.keys(SMALLER) as Precision[];

/** Of one network, of the file as it is and a smaller one. */
interface Compared {
  readonly network: string;
  readonly precision: Precision;
  readonly bytes: readonly [number, number];
  readonly asked: number;
  /** Of what was asked. */
  readonly right: readonly [number, number];
  /** Answers that are other than before. */
  readonly changed: number;
}

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'models' },
    help: { type: 'boolean', default: false },
  },
});

await runCommand(USAGE, values.help, async () => {
  const compared: Compared[] = [];
  for (const precision of PRECISIONS) {
    for (const network of NETWORKS) {
      compared.push(await compareGlyphs(values.models, network, precision));
    }
    compared.push(await compareLines(values.models, precision));
  }
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);
  const percent = (share: number): string => (100 * share).toFixed(3);
  console.log(
    textTable(
      [
        ...['gate set', 'asked', 'weights', 'MB', 'MB, smaller'],
        ...['right %', 'right %, smaller', 'points', 'changed'],
      ],
      compared.map(({ network, precision, bytes, asked, right: [before, after], changed }) => [
        ...[network, String(asked), precision, ...bytes.map(megabytes)],
        ...[percent(before), percent(after), percent(after - before), String(changed)],
      ]),
      1,
    ),
  );
});

async function compareGlyphs(
  models: string,
  network: Network,
  precision: Precision,
): Promise<Compared> {
  const { onnx } = readModelFolder(join(models, network));
  const set = loadSet(models, network, 'gate');
  const answersBy = async (file: Uint8Array): Promise<number[]> => {
    const session = await openOrtSession(file);
    const { logits, classes } = await readGlyphs(session, set);
    await session.release();
    return Array.from({ length: set.count }, (_, row) =>
      highest(logits.subarray(row * classes, (row + 1) * classes)),
    );
  };
  const smaller = SMALLER[precision](onnx);
  const [before, after] = [await answersBy(onnx), await answersBy(smaller)];
  const right = (answers: readonly number[]): number =>
    answers.filter((answer, row) => answer === set.labels[row]).length / set.count;
  return {
    ...{ network, precision, bytes: [onnx.length, smaller.length], asked: set.count },
    right: [right(before), right(after)],
    changed: after.filter((answer, row) => answer !== before[row]).length,
  };
}

function highest(values: Float32Array): number {
  return values.reduce((best, value, at) => (value > values[best]! ? at : best), 0);
}

/** Each character of the lines counts, so that both figures are of characters. */
async function compareLines(models: string, precision: Precision): Promise<Compared> {
  const { onnx, card } = readLinesFolder(linesFolderOf(models));
  const lines = loadLineSet(models, 'gate');
  const helpers = await openHelpers(models);
  const answersBy = async (file: Uint8Array, by: LineHelpers): Promise<LineAnswer[]> => {
    const session = await openOrtSequence(file);
    const answers = await answersToLines(await speakLines(session, lines), settingsOf(card, by));
    await session.release();
    return answers;
  };
  const smaller = SMALLER[precision](onnx);
  const before = await answersBy(onnx, helpers);
  const after = await answersBy(smaller, helpers);
  await helpers.release();
  const asked = before.reduce((sum, { characters }) => sum + characters.length, 0);
  const right = (answers: readonly LineAnswer[]): number =>
    1 - answers.reduce((sum, { wrong }) => sum + wrong, 0) / asked;
  return {
    ...{
      network: `${LINES_NETWORK}, characters`,
      precision,
      bytes: [onnx.length, smaller.length],
      asked,
    },
    right: [right(before), right(after)],
    changed: after.filter(({ text }, at) => text !== before[at]!.text).length,
  };
}
