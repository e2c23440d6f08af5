import { describe, expect, it } from '@jest/globals';
import { enginesRule } from './engines-rule.js';

const output = (logits: number[], embeddings: number[]) => ({
  logits: Float32Array.from(logits),
  embeddings: Float32Array.from(embeddings),
});
const judge = (tensorflow: ReturnType<typeof output> | { problem: string }) =>
  enginesRule({ glyphs: 2, onnxRuntime: output([1, 2, 3, 4], [5, 6]), tensorflow }, 1e-4);

describe('enginesRule', () => {
  it('allows rounding, in logits and embeddings', () => {
    expect(judge(output([1, 2, 3, 4.00001], [5, 6.00001])).passed).toBe(true);
    expect(judge(output([1, 2, 3, 4.001], [5, 6])).passed).toBe(false);
    expect(judge(output([1, 2, 3, 4], [4.999, 6])).passed).toBe(false);
    expect(judge(output([1, 2, 3, 4], [4.999, 6])).sentence).toContain(
      'differ by at most 0.0000 in a logit and 0.0010 in an embedding; limit 0.0001',
    );
  });

  it.each([
    ['no numbers', output([1, NaN, 3, 4], [5, 6])],
    ['fewer values', output([1, 2, 3], [5, 6])],
  ])('refuses %s', (_, tensorflow) => {
    expect(judge(tensorflow).passed).toBe(false);
  });

  it('says why the weights could not be taken', () => {
    const result = judge({ problem: '"conv1/kernel" is missing in the file' });
    expect(result.passed).toBe(false);
    expect(result.sentence).toContain('"conv1/kernel" is missing');
  });
});
