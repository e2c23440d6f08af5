import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadLineSet } from '../../data/labelled-lines.js';
import { openOrtSequence } from '../../onnx/ort-session.js';
import { outcomesOf, readSet, speak, type SpokenSet } from './evaluate-lines.js';
import { openHelpers, settingsOf, type OpenHelpers } from './line-helpers.js';
import { readLinesFolder } from './lines-folder.js';
import { tuneSecondLook } from './tune-second-look.js';

jest.setTimeout(120_000);

const MODELS = fileURLToPath(new URL('../../../../../models', import.meta.url));
const { card, onnx } = readLinesFolder(join(MODELS, 'lines'));

/** Numbers and words of writers that nobody trained on, read by what is shipped. */
describe('a second look at lines', () => {
  let helpers: OpenHelpers;
  let sets: SpokenSet[];
  let session: Awaited<ReturnType<typeof openOrtSequence>>;

  beforeAll(async () => {
    helpers = await openHelpers(MODELS);
    session = await openOrtSequence(onnx);
    const lines = loadLineSet(MODELS, 'validation');
    sets = [];
    for (const task of ['digits', 'text'] as const) {
      const own = lines.filter((line) => line.task === task);
      sets.push(await speak(session, { dataset: task, task, input: 'ink', lines: own }));
    }
  });
  afterAll(async () => {
    await session.release();
    await helpers.release();
  });

  const rightOf = async (set: SpokenSet, secondLook: typeof card.secondLook) => {
    const settings = settingsOf({ ...card, secondLook }, helpers);
    return outcomesOf(set, await readSet(set, settings)).filter(({ right }) => right).length;
  };

  it('should read no fewer of them, and more of all, with the weights of the card', async () => {
    let [before, after] = [0, 0];
    for (const set of sets) {
      before += await rightOf(set, undefined);
      after += await rightOf(set, card.secondLook);
    }
    expect(card.secondLook).toBeDefined();
    expect(after).toBeGreaterThan(before);
  });

  it('should give weight to who knows better, and none to who is not there', async () => {
    const weights = await tuneSecondLook(sets, card, helpers);
    const { standing, joined, alike, single, view } = weights!.digits;
    expect(standing + joined + alike! + single!).toBeGreaterThan(0);
    expect(view).toBeGreaterThan(0);
    expect(weights!.text.standing).toBeGreaterThan(0);
    const once = sets.map((set) => ({
      ...set,
      outputs: set.outputs.map((output) => output && { ...output, again: undefined }),
    }));
    expect((await tuneSecondLook(once, card, helpers))!.digits.view).toBe(0);
    expect(await tuneSecondLook(sets, card, { language: helpers.language })).toBeUndefined();
  });

  it('should make what is read of numbers more probable where it is right, and less where it is not', async () => {
    const [numbers] = sets;
    const lossOf = async (secondLook: typeof card.secondLook) => {
      const settings = settingsOf({ ...card, secondLook }, helpers);
      const outcomes = outcomesOf(numbers!, await readSet(numbers!, settings));
      return outcomes.reduce(
        (sum, { probability, right }) => sum - Math.log(right ? probability : 1 - probability),
        0,
      );
    };
    const weights = await tuneSecondLook([numbers!], card, helpers);
    expect(await lossOf(weights)).toBeLessThan(await lossOf(undefined));
  });
});
