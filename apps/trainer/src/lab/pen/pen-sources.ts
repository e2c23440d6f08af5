import { PEN_PATH_SIZE, penPathFromStrokes } from '@inkling/ink';
import { CHARACTER_LABELS, DIGIT_LABELS } from '@inkling/recognizer';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import { evenly } from '../../data/evenly.js';
import { groupBy } from '../../data/group-by.js';
import { samplesOfTask, type UnipenSample } from '../../data/unipen.js';
import { writeRareHands } from '../../learn/augmentation/rare-hands.js';
import type { InkSource } from '../../learn/augmentation/training-set.js';
import { penTensor } from '../../networks/pen.js';
import { createRandom } from '../../random.js';
import { tf } from '../../tensorflow.js';
import type { LetterOfWord } from './letters-of-words.js';

/** Samples of a group that are shown once, digits and letters by themselves; of smaller groups each is shown more often. */
const TYPICAL_LETTERS = 8000;
const TYPICAL_DIGITS = 12_800;
/** UNIPEN has ten letters for each digit: alone, a 0 would always be read as an O. */
const MOST_REPEATS = { letter: 3, digit: 8 };

/** Of each class of a group so many are taken out of its words: three groups wrote most of them, and some letters are everywhere. */
const MOST_OF_WORDS = 400;

const RARE_HANDS = 100;
const RARE_HANDS_SEED = 7;

/** What the pen network learns from, and how much of it was cut out of words. */
interface PenSources {
  readonly ink: readonly InkSource[];
  readonly ofWords: number;
}

/** The ink of training writers, what stands by itself in their words, and ways to write digits that are rare among them. */
export function loadPenSources(
  unipen: readonly UnipenSample[],
  letters: readonly LetterOfWord[],
): PenSources {
  const training = unipen.filter(({ part }) => part === 'train');
  const chosen = samplesOfTask(training, 'characters', 'characters');
  const keyOf = ({ sample, classIndex }: (typeof chosen)[number]) =>
    `${sample.group} ${isDigit(classIndex) ? 'digits' : 'letters'}`;
  const counts = new Map<string, number>();
  for (const one of chosen) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const ink = chosen.map((one): InkSource => {
    const count = counts.get(keyOf(one))!;
    const digit = isDigit(one.classIndex);
    const repeats = Math.round(Math.sqrt((digit ? TYPICAL_DIGITS : TYPICAL_LETTERS) / count));
    const most = digit ? MOST_REPEATS.digit : MOST_REPEATS.letter;
    const bounded = Math.max(1, Math.min(most, repeats));
    return { strokes: one.sample.strokes, classIndex: one.classIndex, repeats: bounded };
  });
  const cut = sourcesOfWords(letters);
  const rare = writeRareHands(RARE_HANDS, createRandom(RARE_HANDS_SEED)).map(
    ({ label, strokes }): InkSource => ({
      strokes,
      classIndex: classOf(label),
      repeats: 1,
    }),
  );
  return { ink: [...ink, ...cut, ...rare], ofWords: cut.length };
}

const classOf = (label: string): number => CHARACTER_LABELS.findIndex((one) => one === label);

/** No more of a class and group than there may be, evenly of all writers: theirs stand one after another. */
const sourcesOfWords = (letters: readonly LetterOfWord[]): InkSource[] =>
  [...groupBy(letters, ({ group, label }) => `${group} ${label}`).values()]
    .flatMap((all) => evenly(all, MOST_OF_WORDS))
    .map(({ label, strokes }) => ({ strokes, classIndex: classOf(label), repeats: 1 }));

const isDigit = (classIndex: number): boolean => classIndex < DIGIT_LABELS.length;

/** Share of the drawings that the pen network reads right, digits and letters by themselves. */
export function accuracyOnPaths(
  model: LayersModel,
  samples: readonly UnipenSample[],
): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const task of ['digits', 'letters'] as const) {
    const chosen = samplesOfTask(samples, task, 'characters');
    const paths = new Float32Array(chosen.length * PEN_PATH_SIZE);
    chosen.forEach(({ sample }, at) => {
      paths.set(penPathFromStrokes(sample.strokes), at * PEN_PATH_SIZE);
    });
    const read = tf.tidy(() => {
      const [logits] = model.predict(penTensor(paths, chosen.length)) as Tensor[];
      return logits!.argMax(1).dataSync();
    });
    const right = chosen.filter(({ classIndex }, at) => read[at] === classIndex).length;
    figures[task] = right / chosen.length;
  }
  return figures;
}
