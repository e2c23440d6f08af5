import { labelsOfNetwork, type Network, type Task } from '@inkling/recognizer';
import { filterGlyphs, loadByMergeTest, loadMnist } from '../../data/glyph-sets.js';
import { glyphsOfUnipen, loadUnipen, samplesOfTask } from '../../data/unipen.js';
import { loadHands, loadSet } from '../../data/load-set.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { allowedClasses } from '../../onnx/reading.js';
import { rightOf, withSession, type School } from './learn.js';

export interface SchoolOptions {
  readonly dataDir: string;
  readonly modelsDir: string;
  /** Leaves out the groups whose ink is often only a part of a character. */
  readonly wholeInkOnly: boolean;
}

/** What a network's writers write in the simulation: digits, or letters. */
const TASK: Readonly<Record<Network, Task>> = { digits: 'digits', characters: 'letters' };

/** Reads everything the simulated installations need: writers whom no network has seen, and the sets. */
export async function openSchool(
  network: Network,
  { dataDir, modelsDir, wholeInkOnly }: SchoolOptions,
): Promise<School> {
  const task = TASK[network];
  const base = readModelFolder(`${modelsDir}/${network}`);
  const unseen = loadUnipen(dataDir).filter(
    ({ part, cutInk }) =>
      (part === 'unseen group' || part === 'unseen hand') && !(wholeInkOnly && cutInk),
  );
  const allowed = allowedClasses(network, task);
  const isLetter = (classIndex: number) => classIndex >= labelsOfNetwork('digits').length;
  const glyphs =
    network === 'digits'
      ? loadMnist(dataDir, 'test')
      : filterGlyphs(loadByMergeTest(dataDir), isLetter);
  const validation = loadSet(modelsDir, network, 'validation');
  return {
    network,
    base,
    drawings: {
      glyphs: glyphsOfUnipen(unseen, task, network),
      hands: samplesOfTask(unseen, task, network).map(({ sample }) => sample.hand),
      task,
      allowed,
    },
    test: {
      glyphs,
      allowed,
      baseRight: await withSession(base, (session) =>
        rightOf(session, base.card, { glyphs, allowed }),
      ),
    },
    replay: loadSet(modelsDir, network, 'replay'),
    gateSet: loadSet(modelsDir, network, 'gate'),
    validation,
    validationHands: loadHands(modelsDir, network, validation.count),
  };
}
