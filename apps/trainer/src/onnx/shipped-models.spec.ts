import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { GLYPH_PIXELS, glyphFromStrokes, type Stroke } from '@inkling/ink';
import { matchesSelfCheck, NETWORKS, selfCheckGlyph } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import type { Tensor } from '@tensorflow/tfjs-node';
import { readModelFolder } from '../judge/evaluation/model-folder.js';
import { SHIPPED_SET_NAMES } from '../judge/evaluation/shipped-set-views.js';
import { openOrtSession } from './ort-session.js';
import { describeWithTensorflow } from './testing/describe-with-tensorflow.js';

const root = new URL('../../../../', import.meta.url);
const inks = JSON.parse(readFileSync(new URL('fixtures/unipen.json', root), 'utf8')) as {
  strokes: Stroke[];
}[];
const glyphs = new Float32Array(inks.length * GLYPH_PIXELS);
inks.forEach(({ strokes }, at) => glyphs.set(glyphFromStrokes(strokes).glyph, at * GLYPH_PIXELS));

it.each(NETWORKS)('%s: the card shipped tells what its file computes', async (name) => {
  const { onnx, card } = readModelFolder(fileURLToPath(new URL(`models/${name}`, root)));
  const session = await openOrtSession(onnx);
  expect(card.selfCheck!.length).toBeGreaterThan(0);
  for (const check of card.selfCheck!) {
    expect(matchesSelfCheck(check, (await session.run(selfCheckGlyph(check), 1)).logits)).toBe(
      true,
    );
  }
  const [first, second] = card.selfCheck!;
  const { logits } = await session.run(selfCheckGlyph(second!), 1);
  expect(matchesSelfCheck(first!, logits)).toBe(false);
  await session.release();
  const sets = card.evaluations.map(({ dataset }) => dataset);
  expect(sets).toEqual(expect.arrayContaining(Object.values(SHIPPED_SET_NAMES)));
});

describeWithTensorflow('the shipped models', () => {
  it.each(NETWORKS)(
    '%s: TensorFlow takes its weights and agrees with ONNX Runtime',
    async (name) => {
      const { tf } = await import('../tensorflow.js');
      const { restoreNetwork } = await import('./restore-network.js');
      const { exportOnnx } = await import('./export-onnx.js');
      const onnx = readFileSync(new URL(`models/${name}/model.onnx`, root));
      const card = parseModelCard(readFileSync(new URL(`models/${name}/card.json`, root), 'utf8'));

      const model = restoreNetwork(name, onnx);
      expect(Buffer.from(exportOnnx(model)).equals(onnx)).toBe(true);
      expect(model.countParams()).toBe(card.parameters);

      const session = await openOrtSession(onnx);
      const served = await session.run(glyphs, inks.length);
      const [logits, embeddings] = model.predict(
        tf.tensor4d(glyphs, [inks.length, 28, 28, 1]),
      ) as Tensor[];
      expect(furthest(await logits!.data(), served.logits)).toBeLessThan(1e-4);
      expect(furthest(await embeddings!.data(), served.embeddings)).toBeLessThan(1e-4);
      await session.release();
      model.dispose();
    },
  );
});

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let at = 0; at < a.length; at++) largest = Math.max(largest, Math.abs(a[at]! - b[at]!));
  return largest;
}
