import { DIGIT_LABELS } from '@inkling/recognizer';
import { openByMergeTest, openMnist, type GlyphFile } from '../../../data/glyph-sets.js';
import type { Answers } from '../../../onnx/reading.js';
import { isClosedFour } from '../allographs/allographs.js';
import { SEED, type YardstickData } from './extent.js';
import { acquaintanceWithTest } from './honesty.js';
import { readFile, rowOf, type View } from './measure.js';
import { tasksOf, type Measurable } from './model.js';
import type { Row } from './row.js';
import { subsetOf } from './subset.js';

/** MNIST's test set, and EMNIST's by digits, by letters, and by all of its classes. */
export async function measureOfficial(
  models: readonly Measurable[],
  { dataDir, extent }: YardstickData,
): Promise<Row[]> {
  const rows: Row[] = [];
  const mnist = openMnist(dataDir, 'test');
  const digits = subsetOf(rowsOf(mnist), extent.suite, SEED);
  for (const model of models) {
    const known = acquaintanceWithTest(model.card, 'MNIST');
    const answers = await readFile(model, mnist, digits);
    const view = { suite: 'MNIST test', task: 'digits', known } as const;
    rows.push(...rowOf(model, answers, view));
    rows.push(...measureFours(model, answers, view, mnist, digits));
  }
  const byMerge = openByMergeTest(dataDir);
  const characters = subsetOf(rowsOf(byMerge), 2 * extent.suite, SEED);
  for (const model of models) {
    const known = acquaintanceWithTest(model.card, 'EMNIST');
    const isOfNetwork = (row: number) =>
      model.card.network === 'characters' || byMerge.labels[row]! < DIGIT_LABELS.length;
    const read = characters.filter(isOfNetwork);
    const answers = await readFile(model, byMerge, read);
    for (const task of tasksOf(model)) {
      const view = { suite: 'EMNIST ByMerge test', task, known };
      rows.push(...rowOf(model, answers, view));
      if (task === 'digits') rows.push(...measureFours(model, answers, view, byMerge, read));
    }
  }
  return rows;
}

/** Closed and open fours of a test set apart. */
function measureFours(
  model: Measurable,
  answers: Answers,
  view: View,
  file: GlyphFile,
  read: readonly number[],
): Row[] {
  const isFour = (at: number) => DIGIT_LABELS[answers.labels[at]!] === '4';
  const closed = read.map((row, at) => isFour(at) && isClosedFour(file.glyphsAt([row])));
  const rowsWhere = (name: string, keep: (at: number) => boolean) =>
    rowOf(model, answers, { ...view, suite: `${view.suite}: 4 ${name}`, keep, short: true });
  return [
    ...rowsWhere('closed', (at) => closed[at]!),
    ...rowsWhere('open', (at) => isFour(at) && !closed[at]),
  ];
}

const rowsOf = ({ count }: { readonly count: number }) =>
  Array.from({ length: count }, (_, row) => row);
