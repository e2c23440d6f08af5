import type { LayersModel } from '@tensorflow/tfjs-node';
import { normaliseRows } from '@inkling/recognizer';
import { loadOmniglot, loadSigns, pickSigns, type DrawnSigns } from '../../data/foreign.js';
import { shareTold, type EmbeddedSigns } from '../../judge/evaluation/signs/few-drawings.js';
import {
  gatherSets,
  signsOfAlphabets,
  signsTurned,
  signsOfUnipen,
  signsOfWriters,
} from '../../learn/signs/sign-sets.js';
import type { SignLesson, SignLessons } from '../../learn/signs/with-signs.js';
import { embedSigns } from '../../learn/training/whitening.js';
import { pickRows } from '../../onnx/reading.js';
import { tf } from '../../tensorflow.js';
import type { BaseSources } from './base-sources.js';
import { HELD_ALPHABETS } from './held-alphabets.js';

/** The larger part from many alphabets; how writers differ in our own characters matters to memory. */
const SHARES = { alphabets: 0.45, turned: 0.15, writers: 0.3, unipen: 0.1 };

/** People who draw each held out sign once. */
const TEACHERS = [1, 5];

/** Signs to be told apart beside the classes: other alphabets, UNIPEN's signs, each writer's characters. */
export function loadSignLessons(
  dataDir: string,
  { written }: Pick<BaseSources, 'written'>,
  least: SignLesson,
): SignLessons {
  const drawn = loadOmniglot(dataDir, 'train');
  const isHeld = (name: string) => HELD_ALPHABETS.some((held) => name.startsWith(`${held}/`));
  const learnt = pickSigns(drawn, (name) => !isHeld(name));
  const held = pickSigns(drawn, isHeld);
  const unipen = loadSigns(dataDir).filter(({ part }) => part === 'train');
  return {
    sources: [
      { share: SHARES.alphabets, sets: gatherSets(signsOfAlphabets(learnt), least) },
      { share: SHARES.turned, sets: gatherSets(signsTurned(learnt), least) },
      { share: SHARES.writers, sets: gatherSets(signsOfWriters(written), least) },
      { share: SHARES.unipen, sets: gatherSets(signsOfUnipen(unipen), least) },
    ],
    validate(model) {
      const signs = embed(model, held);
      return Object.fromEntries(
        TEACHERS.map((count) => [`held out signs after ${count}`, shareTold(signs, count, 3)]),
      );
    },
  };
}

function embed(model: LayersModel, signs: DrawnSigns): EmbeddedSigns {
  const embeddings = tf.tidy(() =>
    embedSigns(model, model.outputs[1]!, signs).dataSync<'float32'>(),
  );
  const size = embeddings.length / signs.names.length;
  return {
    ...signs,
    embeddings: signs.names.map((_, row) => normaliseRows(pickRows(embeddings, size, [row]), size)),
  };
}
