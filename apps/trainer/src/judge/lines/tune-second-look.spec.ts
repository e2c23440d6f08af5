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

  beforeAll(async () => {
    helpers = await openHelpers(MODELS);
    const session = await openOrtSequence(onnx);
    const lines = loadLineSet(MODELS, 'validation');
    sets = [];
    for (const task of ['digits', 'text'] as const) {
      const own = lines.filter((line) => line.task === task);
      sets.push(await speak(session, { dataset: task, task, input: 'ink', lines: own }));
    }
    await session.release();
  });
  afterAll(() => helpers.release());

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

  it('should give weight to single characters where they know better, and none where there are none', async () => {
    const weights = await tuneSecondLook(sets, card, helpers);
    expect(weights!.digits.standing).toBeGreaterThan(0);
    expect(weights!.digits.standing).toBeGreaterThanOrEqual(weights!.digits.joined);
    expect(weights!.text.standing).toBeGreaterThan(0);
    expect(await tuneSecondLook(sets, card, { language: helpers.language })).toBeUndefined();
  });
});
