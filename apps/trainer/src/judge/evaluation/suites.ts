import {
  DIGIT_LABELS,
  type Evaluation,
  type Network,
  type NetworkSession,
  type Task,
} from '@inkling/recognizer';
import { loadByMergeTest, loadMnist } from '../../data/glyph-sets.js';
import { glyphsOfUnipen, samplesOfTask, type UnipenSample } from '../../data/unipen.js';
import type { UnipenPart } from '../../data/unipen-split.js';
import { measureViews, type View } from './measure-views.js';
import { readGlyphs, type Reading } from '../../onnx/reading.js';

/** Where figures come from, none of it trained or tuned on. */
const UNSEEN: readonly (readonly [UnipenPart, string])[] = [
  ['unseen group', 'UNIPEN unseen groups'],
  ['unseen hand', 'UNIPEN unseen hands'],
];

/**
 * Measures a network on all that it has never seen: the official test sets, and UNIPEN writers kept
 * out of training and tuning.
 *
 * @param temperature of its card
 */
export async function measureNetwork(
  network: Network,
  session: NetworkSession,
  temperature: number,
  dataDir: string,
  unipen: readonly UnipenSample[],
  onMeasured: (evaluation: Evaluation) => void,
): Promise<Evaluation[]> {
  const evaluations: Evaluation[] = [];
  const add = (reading: Reading, views: readonly View[]) => {
    for (const evaluation of measureViews(network, temperature, reading, views)) {
      evaluations.push(evaluation);
      onMeasured(evaluation);
    }
  };

  const official = network === 'digits' ? loadMnist(dataDir, 'test') : loadByMergeTest(dataDir);
  const isLetter = (row: number) => official.labels[row]! >= DIGIT_LABELS.length;
  const all = { keep: () => true, short: false };
  const letters = { keep: isLetter, short: false };
  add(
    await readGlyphs(session, official),
    network === 'digits'
      ? [{ dataset: 'MNIST test', task: 'digits', ...all }]
      : [
          { dataset: 'EMNIST ByMerge test', task: 'characters', ...all },
          { dataset: 'EMNIST ByMerge test, letters', task: 'letters', ...letters },
          { dataset: 'EMNIST ByMerge test, letters', task: 'characters', ...letters },
        ],
  );

  for (const [part, name] of UNSEEN) {
    const samples = unipen.filter((sample) => sample.part === part);
    for (const task of tasksMeasured(network)) {
      const reading = await readGlyphs(session, glyphsOfUnipen(samples, task, network));
      add(reading, unipenViews(name, task, samples, network));
    }
  }
  return evaluations;
}

/** `digits` under `characters` shows how that network reads digits when nothing else is allowed. */
function tasksMeasured(network: Network): readonly Task[] {
  return network === 'digits' ? ['digits'] : ['letters', 'digits', 'characters'];
}

function unipenViews(
  name: string,
  task: Task,
  samples: readonly UnipenSample[],
  network: Network,
): View[] {
  const groups = samplesOfTask(samples, task, network).map(({ sample }) => sample.group);
  const dataset = `${name}, ${task}`;
  return [
    { dataset, task, keep: () => true, short: false },
    ...[...new Set(groups)].sort().map((group) => ({
      dataset: `${dataset}: ${group}`,
      task,
      keep: (row: number) => groups[row] === group,
      short: true,
    })),
  ];
}
