import type { UnipenPart } from '../../../data/unipen-split.js';
import { ALLOGRAPHS } from '../allographs/allographs.js';
import { SEED, type YardstickData } from './extent.js';
import { acquaintanceWithPart } from './honesty.js';
import { readInk, rowOf } from './measure.js';
import { tasksOf, type Measurable } from './model.js';
import type { Row } from './row.js';
import { subsetOf } from './subset.js';

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

/**
 * How people's other ways of writing a character fare.
 *
 * @param named parts of UNIPEN to look at. @defaultValue all
 */
export async function measureAllographs(
  models: readonly Measurable[],
  { unipen, extent }: YardstickData,
  named: readonly string[] = PARTS.map(([part]) => part),
): Promise<{ rows: Row[]; counts: AllographCount[] }> {
  const found = ALLOGRAPHS.flatMap(({ label, name, fits }) =>
    PARTS.filter(([part]) => named.includes(part)).map(([part, parts]) => {
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
