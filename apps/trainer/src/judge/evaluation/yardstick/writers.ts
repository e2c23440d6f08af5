import { loadPicturePool } from '../../../data/picture-pool.js';
import type { UnipenSample } from '../../../data/unipen.js';
import type { UnipenPart } from '../../../data/unipen-split.js';
import { someInk, type YardstickData } from './extent.js';
import { acquaintanceWithPart, isLeftOut, type Acquaintance } from './honesty.js';
import { readInk, readPictures, rowOf } from './measure.js';
import { tasksOf, type Measurable } from './model.js';
import type { Row } from './row.js';

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
