import { DIGIT_LABELS } from '@inkling/recognizer';
import { openByMergeTest, openMnist, type GlyphFile } from '../../../data/glyph-sets.js';
import { loadPicturePool } from '../../../data/picture-pool.js';
import type { UnipenSample } from '../../../data/unipen.js';
import type { UnipenPart } from '../../../data/unipen-split.js';
import type { Answers } from '../../../onnx/reading.js';
import { ALLOGRAPHS, isClosedFour } from '../allographs/allographs.js';
import {
  acquaintanceWithPart,
  acquaintanceWithTest,
  isLeftOut,
  type Acquaintance,
} from './honesty.js';
import { isOfTask, readFile, readInk, readPictures, rowOf, type View } from './measure.js';
import { tasksOf, type Measurable } from './model.js';
import type { Row } from './row.js';
import { subsetOf } from './subset.js';

/** How much of each suite is read. */
export interface Extent {
  /** Of each official test set, and of each part of UNIPEN digits and letters each. */
  readonly suite: number;
  /** Of each allograph in each part. */
  readonly allograph: number;
  /** Of each source of robustness trials. */
  readonly robustness: number;
}

export const WHOLE: Extent = { suite: Infinity, allograph: Infinity, robustness: 500 };
export const QUICK: Extent = { suite: 1500, allograph: 60, robustness: 60 };

const SEED = 20_261_126;

export interface YardstickData {
  readonly dataDir: string;
  readonly unipen: readonly UnipenSample[];
  readonly extent: Extent;
}

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

/**
 * What experiments are compared by: pictures held out of training, and validation writers, all together, by
 * group, and those whose ink was not cut apart.
 */
export async function measureValidation(
  models: readonly Measurable[],
  { dataDir, unipen, extent }: YardstickData,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const model of models) {
    const { network } = model.card;
    const { validation } = loadPicturePool(network, dataDir);
    const answers = await readPictures(model, validation);
    const suite = network === 'digits' ? 'MNIST held out' : 'EMNIST held out';
    for (const task of tasksOf(model)) {
      rows.push(...rowOf(model, answers, { suite, task, known: 'tuned' }));
    }
  }
  const samples = unipen.filter(({ part }) => part === 'validation');
  const some = someInk(samples, extent.suite);
  rows.push(...(await measureWriters(models, some, 'UNIPEN validation writers', 'tuned')));
  const whole = some.filter(({ cutInk }) => !cutInk);
  const name = 'UNIPEN validation, whole ink';
  const ofWhole = await measureWriters(models, whole, name, 'tuned');
  return [...rows, ...ofWhole.filter(({ suite }) => suite === name)];
}

const UNSEEN: readonly (readonly [UnipenPart, string])[] = [
  ['unseen group', 'UNIPEN unseen groups'],
  ['unseen hand', 'UNIPEN unseen hands'],
];

/** Writers that nothing was trained or tuned on, all together and by group. */
export async function measureUnseen(
  models: readonly Measurable[],
  { unipen, extent }: YardstickData,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [part, name] of UNSEEN) {
    const samples = unipen.filter((sample) => sample.part === part);
    rows.push(...(await measureWriters(models, someInk(samples, extent.suite), name, 'unseen')));
  }
  return rows;
}

/** Writers all together and by group. */
async function measureWriters(
  models: readonly Measurable[],
  samples: readonly UnipenSample[],
  name: string,
  known: Acquaintance,
): Promise<Row[]> {
  const rows: Row[] = [];
  const groups = [...new Set(samples.map(({ group }) => group))].sort();
  for (const model of models) {
    const { samples: read, answers } = await readInk(model, samples);
    const writers = read.map(({ hand }) => hand);
    for (const task of tasksOf(model)) {
      const view = { task, known, writers };
      rows.push(...rowOf(model, answers, { ...view, suite: name }));
      for (const group of groups) {
        const keep = (row: number) => read[row]!.group === group;
        const suite = `${name}: ${group}`;
        rows.push(...rowOf(model, answers, { ...view, suite, keep, short: true }));
      }
    }
  }
  return rows;
}

/** Parts of UNIPEN as allographs are counted in them; ink that was cut apart counts in none. */
const PARTS: readonly (readonly [string, readonly UnipenPart[]])[] = [
  ['train', ['train']],
  ['validation', ['validation']],
  ['gate', ['gate']],
  ['unseen', ['unseen group', 'unseen hand']],
];

/** How many samples of an allograph a part has, of how many writers. */
export interface AllographCount {
  readonly label: string;
  readonly name: string;
  readonly part: string;
  readonly samples: number;
  /** Samples of the label in the part. */
  readonly of: number;
  readonly writers: number;
}

/** How people's other ways of writing a character fare. */
export async function measureAllographs(
  models: readonly Measurable[],
  { unipen, extent }: YardstickData,
): Promise<{ rows: Row[]; counts: AllographCount[] }> {
  const found = ALLOGRAPHS.flatMap(({ label, name, fits }) =>
    PARTS.map(([part, parts]) => {
      const ofLabel = unipen.filter(
        (sample) => sample.label === label && !sample.cutInk && parts.includes(sample.part),
      );
      const all = ofLabel.filter(({ strokes }) => fits(strokes));
      const samples = subsetOf(all, extent.allograph, SEED);
      const writers = new Set(all.map(({ hand }) => hand)).size;
      const counted = { label, name, part, samples: all.length, of: ofLabel.length, writers };
      return { counted, samples: new Set(samples), known: acquaintanceWithPart(parts[0]!) };
    }),
  );
  const rows: Row[] = [];
  const wanted = [...new Set(found.flatMap(({ samples }) => [...samples]))];
  for (const model of models) {
    const { samples: read, answers } = await readInk(model, wanted);
    for (const { counted, samples, known } of found) {
      const task = /\d/.test(counted.label) ? 'digits' : 'letters';
      if (!tasksOf(model).includes(task)) continue;
      const suite = `${counted.label} ${counted.name}, ${counted.part}`;
      const keep = (row: number) => samples.has(read[row]!);
      const ofKind = rowOf(model, answers, { suite, task, known, keep, short: true });
      rows.push(...ofKind.map((row) => ({ ...row, kind: 'allograph' as const })));
    }
  }
  return { rows, counts: found.map(({ counted }) => counted) };
}

/** Fewer samples of a group and part say nothing. */
const LEAST_OF_GROUP = 30;

/** Every group of UNIPEN apart, and within it what is trained on apart from what is not. */
export async function measureGroups(
  models: readonly Measurable[],
  { unipen, extent }: YardstickData,
): Promise<Row[]> {
  const rows: Row[] = [];
  const groups = [...new Set(unipen.map(({ group }) => group))].sort();
  for (const group of groups) {
    const samples = someInk(
      unipen.filter((sample) => sample.group === group),
      extent.suite,
    );
    const parts = [...new Set(samples.map(({ part }) => part))].sort();
    for (const model of models) {
      const { samples: read, answers } = await readInk(model, samples);
      const writers = read.map(({ hand }) => hand);
      for (const task of tasksOf(model)) {
        for (const part of parts) {
          const keep = (row: number) => read[row]!.part === part;
          const known =
            part === 'train' && isLeftOut(model.card, group)
              ? 'unseen'
              : acquaintanceWithPart(part);
          const view = {
            suite: `group ${group}, ${part}`,
            task,
            known,
            keep,
            writers,
            short: true,
          };
          rows.push(
            ...rowOf(model, answers, view).filter(
              ({ figures }) => figures.samples >= LEAST_OF_GROUP,
            ),
          );
        }
      }
    }
  }
  return rows;
}

/** Of digits and of letters at most as many each. */
function someInk(samples: readonly UnipenSample[], most: number): UnipenSample[] {
  return (['digits', 'letters'] as const).flatMap((task) =>
    subsetOf(
      samples.filter((sample) => isOfTask(sample, task)),
      most,
      SEED,
    ),
  );
}
