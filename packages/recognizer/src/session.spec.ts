import { describe, expect, it } from '@jest/globals';
import { openSession, type Engine } from './session.js';

const VALUES = 6;

/** Sums up each glyph, `logits` [sum, -sum] and `embedding` [sum], and keeps the shapes it was given. */
function adder(shape: readonly unknown[] = ['N', 1, 2, 3], outputs = ['logits', 'embedding']) {
  const shapes: (readonly number[])[] = [];
  const opened: unknown[] = [];
  class Tensor {
    constructor(
      _type: 'float32',
      readonly data: Float32Array,
      readonly shape: readonly number[],
    ) {}
  }
  const engine: Engine = {
    Tensor,
    InferenceSession: {
      create: async (_onnx, options) => {
        opened.push(options);
        return {
          inputMetadata: [{ name: 'glyph', shape }],
          run: async ({ glyph }) => {
            const { data, shape: given } = glyph as unknown as Tensor;
            shapes.push(given);
            const sums = Array.from({ length: given[0]! }, (_, row) =>
              data.subarray(row * VALUES, (row + 1) * VALUES).reduce((sum, value) => sum + value),
            );
            const all: Record<string, unknown> = {
              logits: { data: Float32Array.from(sums.flatMap((sum) => [sum, -sum])) },
              embedding: { data: Float32Array.from(sums) },
            };
            return Object.fromEntries(outputs.map((name) => [name, all[name]]));
          },
          release: async () => undefined,
        };
      },
    },
  };
  return { engine, shapes, opened };
}

const FILE = new Uint8Array();

describe('openSession', () => {
  it('takes the size of an input from the file', async () => {
    const { engine, shapes } = adder();
    const session = await openSession(engine, FILE);
    const glyphs = Float32Array.from({ length: 2 * VALUES }, (_, at) => at);
    await expect(session.run(glyphs, 2)).resolves.toEqual({
      logits: Float32Array.of(15, -15, 51, -51),
      embeddings: Float32Array.of(15, 51),
    });
    expect(shapes).toEqual([[2, 1, 2, 3]]);
    await expect(session.run(glyphs, 1)).rejects.toThrow('1 glyphs are 6 numbers, not 12');
  });

  it('runs many glyphs in batches, in their order', async () => {
    const { engine, shapes } = adder();
    const count = 600;
    const glyphs = Float32Array.from({ length: count * VALUES }, (_, at) =>
      at % VALUES === 0 ? at / VALUES : 0,
    );
    const { logits, embeddings } = await (await openSession(engine, FILE)).run(glyphs, count);
    expect([...embeddings]).toEqual([...Array(count).keys()]);
    expect(logits).toHaveLength(2 * count);
    expect(shapes.map(([rows]) => rows)).toEqual([256, 256, 88]);
  });

  it('says nothing of no glyphs', async () => {
    const { engine, shapes } = adder();
    const output = await (await openSession(engine, FILE)).run(new Float32Array(), 0);
    expect(output).toEqual({ logits: new Float32Array(), embeddings: new Float32Array() });
    expect(shapes).toEqual([]);
  });

  it('opens a file for as many threads as asked', async () => {
    const { engine, opened } = adder();
    await openSession(engine, FILE);
    await openSession(engine, FILE, 2);
    expect(opened).toMatchObject([{ intraOpNumThreads: 1 }, { intraOpNumThreads: 2 }]);
  });

  it.each([[['N', 1, 'height', 'width']], [['N']]])(
    'refuses a file whose input is %j',
    async (shape) => {
      await expect(openSession(adder(shape).engine, FILE)).rejects.toThrow(
        'no input "glyph" of a fixed size',
      );
    },
  );

  it('refuses an answer without embeddings', async () => {
    const session = await openSession(adder(undefined, ['logits']).engine, FILE);
    await expect(session.run(new Float32Array(VALUES), 1)).rejects.toThrow('no output "embedding"');
  });
});
