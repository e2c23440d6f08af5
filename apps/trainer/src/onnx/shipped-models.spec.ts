import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { GLYPH_PIXELS, glyphFromStrokes, type Stroke } from '@inkling/ink';
import { NETWORKS, parseModelCard } from '@inkling/recognition';
import type { Tensor } from '@tensorflow/tfjs-node';
import { openOrtSession } from './ort-session.js';
import { describeWithTensorflow } from './testing/describe-with-tensorflow.js';

const root = new URL('../../../../', import.meta.url);
const inks = JSON.parse(readFileSync(new URL('fixtures/unipen.json', root), 'utf8')) as {
  strokes: Stroke[];
}[];
const glyphs = new Float32Array(inks.length * GLYPH_PIXELS);
inks.forEach(({ strokes }, at) => glyphs.set(glyphFromStrokes(strokes).glyph, at * GLYPH_PIXELS));

describeWithTensorflow('the shipped models', () => {
  it.each(NETWORKS)(
    '%s: TensorFlow takes its weights and agrees with ONNX Runtime',
    async (name) => {
      const { tf } = await import('../tensorflow.js');
      const { createDigitsNetwork } = await import('../networks/digits.js');
      const { createCharactersNetwork } = await import('../networks/characters.js');
      const { exportOnnx } = await import('./export-onnx.js');
      const { restoreWeights } = await import('./restore-weights.js');
      const onnx = readFileSync(new URL(`models/${name}/model.onnx`, root));
      const card = parseModelCard(readFileSync(new URL(`models/${name}/card.json`, root), 'utf8'));

      const model = name === 'digits' ? createDigitsNetwork(9) : createCharactersNetwork(9);
      restoreWeights(model, onnx);
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
