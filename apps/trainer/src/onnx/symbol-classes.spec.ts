import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import { openSaliencySession, type NetworkSession } from '@inkling/recognizer';
import { fileURLToPath } from 'node:url';
import { readModelFolder } from '../judge/evaluation/model-folder.js';
import { createRandom } from '../random.js';
import { openOrtSession } from './ort-session.js';
import { withoutSymbolClasses, withSymbolClasses } from './symbol-classes.js';

const COUNT = 20;
const ADDED = 3;
const random = createRandom(5);
const values = (count: number) => Float32Array.from({ length: count }, () => random.next() - 0.5);
const glyphs = values(COUNT * GLYPH_PIXELS).map((value) => Math.max(0, value * 2));

// Embeddings of `characters` are whitened, those of `digits` may not be.
describe.each(['characters', 'digits'] as const)('classes beside those of %s', (network) => {
  const { onnx, card } = readModelFolder(
    fileURLToPath(new URL(`../../../../models/${network}`, import.meta.url)),
  );
  const columns = { kernel: values(card.embeddingSize * ADDED), bias: values(ADDED) };
  const grown = withSymbolClasses(onnx, columns);
  const sessions: NetworkSession[] = [];

  beforeAll(async () => {
    for (const file of [onnx, grown]) sessions.push(await openOrtSession(file));
  });
  afterAll(() => Promise.all(sessions.map((session) => session.release())));

  it('leave its own as they were, to the bit', async () => {
    const [before, after] = await Promise.all(sessions.map((one) => one.run(glyphs, COUNT)));
    const classes = card.labels.length;
    expect(after!.logits).toHaveLength(COUNT * (classes + ADDED));
    const own = Float32Array.from(before!.logits, (_, at) => {
      const row = Math.floor(at / classes);
      return after!.logits[row * (classes + ADDED) + (at % classes)]!;
    });
    expect(Buffer.from(own.buffer).equals(Buffer.from(before!.logits.buffer))).toBe(true);
    expect(after!.embeddings).toEqual(before!.embeddings);
  });

  it('are what the embedding gives', async () => {
    const { logits, embeddings } = await sessions[1]!.run(glyphs, COUNT);
    const [size, all] = [card.embeddingSize, card.labels.length + ADDED];
    for (let row = 0; row < COUNT; row++) {
      for (let added = 0; added < ADDED; added++) {
        let sum = columns.bias[added]!;
        for (let at = 0; at < size; at++) {
          sum += embeddings[row * size + at]! * columns.kernel[at * ADDED + added]!;
        }
        expect(logits[row * all + card.labels.length + added]).toBeCloseTo(sum, 3);
      }
    }
  });

  it('can be explained, and change nothing of what explains the others', async () => {
    const glyph = glyphs.slice(0, GLYPH_PIXELS);
    const heats: Float32Array[][] = [];
    for (const file of [onnx, grown]) {
      const session = (await openSaliencySession(await import('onnxruntime-node'), file))!;
      const classes = file === grown ? [0, card.labels.length] : [0];
      heats.push(await session.run(glyph, classes));
      await session.release();
    }
    const [[before], [own, added]] = heats as [Float32Array[], Float32Array[]];
    expect(own).toEqual(before);
    expect(added).not.toEqual(own);
    expect(added!.every(Number.isFinite)).toBe(true);
  });

  it('go again without a trace', () => {
    expect(Buffer.from(withoutSymbolClasses(grown)).equals(onnx)).toBe(true);
    expect(withoutSymbolClasses(onnx)).toBe(onnx);
  });
});

it('takes no file of another shape', () => {
  expect(() =>
    withSymbolClasses(Uint8Array.of(1, 2), { kernel: values(1), bias: values(1) }),
  ).toThrow('not an ONNX file');
});
