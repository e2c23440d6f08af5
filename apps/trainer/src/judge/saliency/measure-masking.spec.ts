import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { NETWORKS, openSaliencySession } from '@inkling/recognizer';
import { loadSet } from '../../data/load-set.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { readModelFolder } from '../evaluation/model-folder.js';
import { measureMasking } from './measure-masking.js';

const MODELS = fileURLToPath(new URL('../../../../../models', import.meta.url));

it.each(NETWORKS)('%s: the answer hangs on what is hot, over 200 drawings', async (network) => {
  const { onnx, card } = readModelFolder(`${MODELS}/${network}`);
  const answers = await openOrtSession(onnx);
  const saliency = (await openSaliencySession(await import('onnxruntime-node'), onnx))!;
  const effect = await measureMasking(
    { answers, saliency },
    card,
    loadSet(MODELS, network, 'gate'),
    200,
  );
  await answers.release();
  await saliency.release();
  expect(effect.hottest).toBeGreaterThan(effect.random + 0.1);
  // Not only because the ink is in one place.
  expect(effect.hottest).toBeGreaterThan(effect.pieceAtRandom + 0.05);
  expect(effect.pieceAtHottest).toBeGreaterThan(effect.pieceAtRandom + 0.05);
});
